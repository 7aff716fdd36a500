/** Protobuf between our converter and Confluent's serializers for Python (with Google's compiler), both ways. */
import protobufPlugins from '@causeway/converter-protobuf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Peer } from '../../tools/peers/peer.ts';
import { samples } from './samples.ts';
import { bytesOf, converterOf, payloadOf, registeredSchema, registryUrl, topicOf } from './setup.ts';

const ours = converterOf(protobufPlugins, { 'schema.registry.url': registryUrl });
const format = { format: 'PROTOBUF', registry: registryUrl };

let python: Peer;
beforeAll(async () => void (python = await Peer.python()), 300_000);
afterAll(() => python[Symbol.asyncDispose]());

/** What Google's library prints as JSON; it leaves out what is zero, empty or absent. */
const printed: Readonly<Record<string, unknown>> = {
  numbers: { i8: -128, i16: 32767, i32: -5, i64: '42', f32: 1.5, f64: -0.1, flag: true },
  'the largest and smallest numbers': {
    i8: 127,
    i16: -32768,
    i32: -2147483648,
    i64: '-9223372036854775808',
    f32: 3.4028235e38,
    f64: 1.7976931348623157e308,
  },
  'an INT64 past 2^53': { i64: '9223372036854775807', f32: 0.5, f64: 5e-324 },
  'text outside ASCII, bytes and a null': { text: 'Grüße – 日本語 – 😀', bytes: 'AAH+/w==' },
  'logical types': {
    price: { value: 'z8c=', precision: 5, scale: 2 },
    day: { year: 2026, month: 11, day: 21 },
    time: { hours: 12, minutes: 34, seconds: 56, nanos: 789_000_000 },
    at: '2026-11-21T12:34:56.789Z',
  },
  'nested data': {
    item: { sku: 'a', count: 1 },
    items: [{ sku: 'b', count: 2 }],
    tags: ['x', 'y'],
    counts: [
      { key: 'one', value: '1' },
      { key: 'two', value: '2' },
    ],
  },
};

test.each(Object.keys(printed))('they read what we write, by the schema we registered: %s', async (name) => {
  const { schema, value } = samples.find((sample) => sample.name === name)!;
  const topic = topicOf('protobuf-to-python');
  const bytes = await bytesOf(ours.fromConnectData(topic, schema, value, null));
  const registered = await registeredSchema(bytes);
  const asked = { op: 'deserialize', topic, schema: registered, message: schema.name, bytes: bytes.toString('base64') };
  const { value: read } = await python.ask({ ...asked, ...format });
  expect(read, registered).toEqual(printed[name]);
});

test('we read what they write', async () => {
  const topic = topicOf('protobuf-from-python');
  const schema = `syntax = "proto3";
package interop;
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message Login {
  enum Color { RED = 0; BLUE = 1; }
  message Place { string city = 1; }
  string user = 1;
  int64 id = 2;
  Color color = 3;
  optional string nick = 4;
  google.protobuf.Timestamp at = 5;
  google.protobuf.Int32Value age = 6;
  repeated string roles = 7;
  map<string, int32> counts = 8;
  Place place = 9;
  bytes hash = 10;
  fixed64 big = 11;
}`;
  const value = {
    user: 'Zoë',
    id: '-42',
    color: 'BLUE',
    at: '2026-11-21T12:34:56.789Z',
    age: 30,
    roles: ['admin'],
    counts: { a: 1 },
    place: { city: 'Köln' },
    hash: 'AQIDBA==',
    big: '7',
  };
  const { bytes } = await python.ask({
    op: 'serialize',
    topic,
    schema,
    message: 'interop.Login',
    value,
    ...format,
  });
  const read = await payloadOf(await ours.toConnectData(topic, Buffer.from(bytes as string, 'base64'), null));
  expect(read).toMatchObject({
    user: 'Zoë',
    id: -42,
    color: 'BLUE',
    at: Date.parse('2026-11-21T12:34:56.789Z'),
    age: { value: 30 },
    roles: ['admin'],
    counts: { a: 1 },
    place: { city: 'Köln' },
    hash: 'AQIDBA==',
    big: 7,
  });
});
