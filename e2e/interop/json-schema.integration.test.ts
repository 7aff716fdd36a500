/** JSON Schema between our converter and Confluent's serializers for Python, both ways. */
import jsonSchemaPlugins from '@causeway/converter-json-schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Peer } from '../../tools/peers/peer.ts';
import { samples } from './samples.ts';
import {
  bytesOf,
  converterOf,
  envelopeOf,
  exactly,
  payloadOf,
  registeredSchema,
  registryUrl,
  topicOf,
} from './setup.ts';

const ours = converterOf(jsonSchemaPlugins, { 'schema.registry.url': registryUrl });
const format = { format: 'JSON', registry: registryUrl };

let python: Peer;
beforeAll(async () => void (python = await Peer.python()), 300_000);
afterAll(() => python[Symbol.asyncDispose]());

/** A decimal as BASE64, the default, is no number, as its schema says it is: Confluent's own validation refuses it too. */
const numeric = converterOf(jsonSchemaPlugins, { 'schema.registry.url': registryUrl, 'decimal.format': 'NUMERIC' });

test.each(samples)('they read what we write, valid by the schema we registered: $name', async (sample) => {
  const { schema, value } = sample;
  const topic = topicOf('json-to-python');
  const bytes = await bytesOf(numeric.fromConnectData(topic, schema, value, null));
  const asked = { op: 'deserialize', topic, schema: await registeredSchema(bytes), bytes: bytes.toString('base64') };
  const { value: read } = await python.ask({ ...asked, ...format });
  expect(read).toEqual(JSON.parse(bytes.subarray(5).toString()));
});

test.each(samples)('we read what we wrote: $name', async ({ schema, value }) => {
  const topic = topicOf('json-own');
  const bytes = await bytesOf(ours.fromConnectData(topic, schema, value, null));
  const fresh = converterOf(jsonSchemaPlugins, { 'schema.registry.url': registryUrl });
  const read = await fresh.toConnectData(topic, bytes, null);
  const written = exactly(await envelopeOf({ schema, value })) as { schema: object };
  // the registry's version becomes the schema's
  expect(exactly(await envelopeOf(read))).toEqual({ ...written, schema: { ...written.schema, version: 'number 1' } });
});

test('we read what they write', async () => {
  const topic = topicOf('json-from-python');
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Login',
    type: 'object',
    properties: {
      user: { type: 'string' },
      id: { type: 'integer' },
      score: { type: 'number' },
      color: { type: 'string', enum: ['RED', 'BLUE'] },
      nick: { oneOf: [{ type: 'null' }, { type: 'string' }] },
      roles: { type: 'array', items: { type: 'string' } },
      counts: { type: 'object', additionalProperties: { type: 'integer' } },
      place: { $ref: '#/definitions/place' },
    },
    required: ['user', 'id'],
    definitions: { place: { type: 'object', properties: { city: { type: 'string' } } } },
  };
  const value = {
    user: 'Zoë',
    id: 42,
    score: 0.5,
    color: 'BLUE',
    nick: null,
    roles: ['admin'],
    counts: { a: 1 },
    place: { city: 'Köln' },
  };
  const { bytes } = await python.ask({ op: 'serialize', topic, schema: JSON.stringify(schema), value, ...format });
  expect(await payloadOf(await ours.toConnectData(topic, Buffer.from(bytes as string, 'base64'), null))).toEqual(value);
});
