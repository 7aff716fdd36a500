"""Confluent's serializers for Python, driven by lines of JSON.

A request is {"op": "serialize" | "deserialize", "format": "AVRO" | "JSON" | "PROTOBUF", "registry": url, "topic"} with, to
serialize, "schema" and "value"; to deserialize, "bytes" (base64) and, for Protobuf and JSON, "schema". Protobuf also takes
"message", the full name of the message. What JSON can't hold is written as {"$bytes": base64}, {"$datetime": ISO text} or
{"$decimal": text}. Answers a line each: {"bytes"}, {"value"} or {"error"}.
"""

import base64
import datetime
import decimal
import json
import os
import sys
import tempfile

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from confluent_kafka.schema_registry.confluent import meta_pb2
from confluent_kafka.schema_registry.confluent.type import decimal_pb2
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.type import date_pb2, timeofday_pb2
from grpc_tools import protoc

TAGS = {
    "$bytes": base64.b64decode,
    "$datetime": datetime.datetime.fromisoformat,
    "$decimal": decimal.Decimal,
}
clients = {}
messages = {}


def untag(value):
    if isinstance(value, list):
        return [untag(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and next(iter(value)) in TAGS:
        tag, text = next(iter(value.items()))
        return TAGS[tag](text)
    return {key: untag(item) for key, item in value.items()}


def tag(value):
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return {"$datetime": value.isoformat()}
    if isinstance(value, decimal.Decimal):
        return {"$decimal": str(value)}
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def client_of(request):
    url = request["registry"]
    if url not in clients:
        clients[url] = SchemaRegistryClient({"url": url})
    return clients[url]


def known_files():
    """What a schema may import beside Google's well-known types, as protoc takes it."""
    known = descriptor_pb2.FileDescriptorSet()
    for file in (descriptor_pb2.DESCRIPTOR, meta_pb2.DESCRIPTOR, decimal_pb2.DESCRIPTOR, date_pb2.DESCRIPTOR, timeofday_pb2.DESCRIPTOR):
        file.CopyToProto(known.file.add())
    return known


def message_class(request):
    key = (request["schema"], request["message"])
    if key not in messages:
        folder = tempfile.mkdtemp()
        for name, content in (("peer.proto", request["schema"].encode()), ("known.pb", known_files().SerializeToString())):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        include = os.path.join(os.path.dirname(protoc.__file__), "_proto")
        found = os.path.join(folder, "found.pb")
        sources = [f"-I{folder}", f"-I{include}", f"--descriptor_set_in={folder}/known.pb", "--include_imports"]
        if protoc.main(["protoc", *sources, f"--descriptor_set_out={found}", "peer.proto"]) != 0:
            raise ValueError(f"protoc refuses the schema: {request['schema']}")
        pool = descriptor_pool.DescriptorPool()
        with open(found, "rb") as file:
            for one in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
                pool.Add(one)
        messages[key] = message_factory.GetMessageClass(pool.FindMessageTypeByName(request["message"]))
    return messages[key]


def serialize(request, context):
    client, kind = client_of(request), request["format"]
    conf = {"auto.register.schemas": True}
    if kind == "AVRO":
        return AvroSerializer(client, request["schema"], conf=conf)(untag(request["value"]), context)
    if kind == "JSON":
        return JSONSerializer(request["schema"], client, conf=conf)(request["value"], context)
    message = message_class(request)
    value = json_format.ParseDict(request["value"], message())
    return ProtobufSerializer(message, client, {**conf, "use.deprecated.format": False})(value, context)


def deserialize(request, context):
    data, kind = base64.b64decode(request["bytes"]), request["format"]
    if kind == "AVRO":
        return AvroDeserializer(client_of(request))(data, context)
    if kind == "JSON":
        return JSONDeserializer(request["schema"])(data, context)
    message = message_class(request)
    value = ProtobufDeserializer(message, {"use.deprecated.format": False})(data, context)
    return json_format.MessageToDict(value, preserving_proto_field_name=True)


def answer(line):
    request = json.loads(line)
    context = SerializationContext(request["topic"], MessageField.VALUE)
    try:
        if request["op"] == "serialize":
            return {"bytes": base64.b64encode(serialize(request, context)).decode()}
        return {"value": deserialize(request, context)}
    except Exception as error:  # whatever it is, the test must see it
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    # what libraries print must not end up among the answers
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        print(json.dumps(answer(line), default=tag), file=answers, flush=True)


main()
