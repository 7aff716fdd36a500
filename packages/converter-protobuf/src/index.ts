/**
 * ProtobufConverter: Connect data as Protocol Buffers, with the schemas in a schema registry.
 *
 * - `ProtobufConverter` converts keys and values; `protobufConverterConfig` are its settings
 * - `write/` turns a Connect schema into a file in protobuf's language, and into a writer that matches a file's fields by name
 * - `read/` turns a message of a file into a Connect schema, and into a reader of its structs
 * - `proto/` knows files and their messages, the well-known ones included; `wire/` the bytes
 *
 * Values go straight between bytes and the arrays of structs, by readers and writers that are made once for each schema. It knows the data
 * model of `@causeway/api` and the registry's client, and nothing of Kafka, of the worker or of any connector.
 */
import { definePlugins } from '@causeway/api';
import { protobufConverterConfig } from './config.ts';
import { ProtobufConverter } from './protobuf-converter.ts';

export { protobufConverterConfig } from './config.ts';
export { ProtobufConverter } from './protobuf-converter.ts';

export default definePlugins([
  {
    kind: 'converter',
    class: 'io.confluent.connect.protobuf.ProtobufConverter',
    config: protobufConverterConfig,
    create: () => new ProtobufConverter(),
  },
]);
