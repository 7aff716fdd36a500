/** Avro between our converter, Apicurio's for Java, and Confluent's serializers for Python, in all directions. */
import avroPlugins from '@causeway/converter-avro';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Peer } from '../../tools/peers/peer.ts';
import { samples } from './samples.ts';
import { bytesOf, converterOf, envelopeOf, exactly, registryUrl, topicOf } from './setup.ts';

const ours = converterOf(avroPlugins, { 'schema.registry.url': registryUrl });

describe('with the Java converter', () => {
  const javaConverter = {
    class: 'io.apicurio.registry.utils.converter.AvroConverter',
    config: {
      'apicurio.registry.url': registryUrl.replace(/\/apis\/ccompat\/v\d+$/, '/apis/registry/v2'),
      'apicurio.registry.auto-register': 'true',
      'apicurio.registry.as-confluent': 'true',
      'apicurio.registry.use-id': 'contentId',
      'apicurio.registry.headers.enabled': 'false',
    },
  };
  let java: Peer;
  beforeAll(async () => void (java = await Peer.java()), 300_000);
  afterAll(() => java[Symbol.asyncDispose]());

  test.each(samples)('it reads what we write: $name', async ({ name, schema, value }) => {
    const topic = topicOf('to-java');
    const bytes = await bytesOf(ours.fromConnectData(topic, schema, value, null));
    const { envelope } = await java.ask({ op: 'to', topic, bytes: bytes.toString('base64'), ...javaConverter });
    expect(exactly(envelope as string), name).toEqual(exactly(await envelopeOf({ schema, value })));
  });

  test.each(samples)('we read what it writes, and write the same bytes: $name', async ({ name, schema, value }) => {
    const topic = topicOf('from-java');
    const envelope = await envelopeOf({ schema, value });
    const { bytes: text } = await java.ask({ op: 'from', topic, envelope, ...javaConverter });
    const bytes = Buffer.from(text as string, 'base64');
    expect(exactly(await envelopeOf(await ours.toConnectData(topic, bytes, null))), name).toEqual(exactly(envelope));
    const own = await bytesOf(ours.fromConnectData(topicOf('own'), schema, value, null));
    expect(own.subarray(5)).toEqual(bytes.subarray(5));
  });
});

describe('with the Python serializers', () => {
  let python: Peer;
  beforeAll(async () => void (python = await Peer.python()), 300_000);
  afterAll(() => python[Symbol.asyncDispose]());
  const format = { format: 'AVRO', registry: registryUrl };

  test('they read what we write', async () => {
    const topic = topicOf('to-python');
    const read = async (name: string): Promise<unknown> => {
      const { schema, value } = samples.find((one) => one.name === name)!;
      const bytes = await bytesOf(ours.fromConnectData(topic + name, schema, value, null));
      return (await python.ask({ op: 'deserialize', topic, bytes: bytes.toString('base64'), ...format }))['value'];
    };
    expect(await read('numbers')).toEqual({ i8: -128, i16: 32767, i32: -5, i64: 42, f32: 1.5, f64: -0.1, flag: true });
    expect(await read('text outside ASCII, bytes and a null')).toEqual({
      text: 'Grüße – 日本語 – 😀',
      bytes: { $bytes: 'AAH+/w==' },
      none: null,
    });
    expect(await read('logical types')).toEqual({
      price: { $decimal: '-123.45' },
      day: { $datetime: '2026-11-21' },
      time: { $datetime: '12:34:56.789000' },
      at: { $datetime: '2026-11-21T12:34:56.789000+00:00' },
    });
    expect(await read('nested data')).toEqual({
      item: { sku: 'a', count: 1 },
      items: [{ sku: 'b', count: 2 }],
      tags: ['x', 'y'],
      counts: { one: 1, two: 2 },
    });
  });

  test('we read what they write', async () => {
    const topic = topicOf('from-python');
    const schema = {
      type: 'record',
      name: 'Login',
      namespace: 'interop',
      fields: [
        { name: 'user', type: 'string' },
        { name: 'id', type: 'long' },
        { name: 'color', type: { type: 'enum', name: 'Color', symbols: ['RED', 'BLUE'] } },
        { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 4 } },
        { name: 'nick', type: ['null', 'string'], default: null },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
        { name: 'roles', type: { type: 'array', items: 'string' } },
        { name: 'counts', type: { type: 'map', values: 'int' } },
      ],
    };
    const value = {
      user: 'Zoë',
      id: 42,
      color: 'BLUE',
      hash: { $bytes: 'AQIDBA==' },
      nick: null,
      at: { $datetime: '2026-11-21T12:34:56.789+00:00' },
      price: { $decimal: '-123.45' },
      roles: ['admin'],
      counts: { a: 1 },
    };
    const asked = { op: 'serialize', topic, schema: JSON.stringify(schema), value, ...format };
    const { bytes } = await python.ask(asked);
    const read = await ours.toConnectData(topic, Buffer.from(bytes as string, 'base64'), null);
    const { payload } = JSON.parse(await envelopeOf(read)) as { payload: unknown };
    expect(payload).toEqual({
      user: 'Zoë',
      id: 42,
      color: 'BLUE',
      hash: 'AQIDBA==',
      nick: null,
      at: Date.parse('2026-11-21T12:34:56.789Z'),
      price: Buffer.from([0xcf, 0xc7]).toString('base64'),
      roles: ['admin'],
      counts: { a: 1 },
    });
  });
});
