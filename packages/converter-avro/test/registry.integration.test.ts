import { randomUUID } from 'node:crypto';
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataError, RetriableError, Schema, SchemaBuilder, Struct, type SchemaAndValue } from '@causeway/api';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { afterEach, describe, expect, test } from 'vitest';
import { AvroConverter } from '../src/index.ts';
import { fixtures } from './fixtures.ts';

const url = process.env['SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const dead = 'http://127.0.0.1:1';

const converters: AvroConverter[] = [];
const subjects = new Set<string>();
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(converters.splice(0).map((converter) => converter.close()));
  for (const server of servers.splice(0)) server.close();
  for (const subject of subjects) {
    await call('DELETE', `/subjects/${subject}`);
    await call('DELETE', `/subjects/${subject}?permanent=true`);
  }
  subjects.clear();
});

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

/** A topic of this test alone, whose subjects are taken away after it. */
function newTopic(): string {
  const topic = `avro-${randomUUID()}`;
  subjects.add(`${topic}-value`);
  return topic;
}

function newConverter(settings: Readonly<Record<string, string>> = {}): AvroConverter {
  const converter = new AvroConverter();
  converter.configure({ 'schema.registry.url': url, 'max.retries': '0', ...settings }, false);
  converters.push(converter);
  return converter;
}

const register = (subject: string, schema: object): Promise<unknown> =>
  call('POST', `/subjects/${subject}/versions`, { schema: JSON.stringify(schema) });

const row = (...fields: (readonly [string, Schema])[]): Schema =>
  fields
    .reduce((builder, [name, schema]) => builder.field(name, schema), SchemaBuilder.struct().name('test.Row'))
    .build();

const one = row(['a', Schema.INT32_SCHEMA]);
const plain = (value: unknown): unknown => (value instanceof Struct ? value.values.map(plain) : (value ?? null));

describe('with a schema registry', () => {
  test.each(fixtures)('$title is registered and comes back', async ({ schema, avro, values }) => {
    const topic = newTopic();
    const [writer, reader] = [newConverter(), newConverter()];
    for (const [value, hex] of values) {
      const bytes = (await writer.fromConnectData(topic, schema, value))!;
      expect(bytes.subarray(5).toString('hex')).toBe(hex);
      const read = await reader.toConnectData(topic, bytes);
      expect(plain(read.value)).toEqual(plain(value));
    }
    const registered = (await call('GET', `/subjects/${topic}-value/versions/latest`)) as { schema: string };
    expect(JSON.parse(registered.schema)).toEqual(JSON.parse(avro));
  });

  test('a schema is asked for once, whoever waits for it', async () => {
    const topic = newTopic();
    const writer = newConverter();
    const results = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => writer.fromConnectData(topic, one, new Struct(one, [i]))),
    );
    expect(new Set(results.map((bytes) => bytes!.readInt32BE(1))).size).toBe(1);
    expect(await call('GET', `/subjects/${topic}-value/versions`)).toEqual([1]);
  });

  test('the schema read has the version of its subject', async () => {
    const topic = newTopic();
    const two = row(['a', Schema.INT32_SCHEMA], ['b', Schema.OPTIONAL_STRING_SCHEMA]);
    const writer = newConverter();
    await writer.fromConnectData(topic, one, new Struct(one, [1]));
    const bytes = await writer.fromConnectData(topic, two, new Struct(two, [1, 'x']));
    expect((await newConverter().toConnectData(topic, bytes)).schema!.version).toBe(2);
  });

  test('an incompatible schema is a DataError that names the subject', async () => {
    const topic = newTopic();
    const other = row(['a', Schema.STRING_SCHEMA]);
    const writer = newConverter();
    await writer.fromConnectData(topic, one, new Struct(one, [1]));
    await call('PUT', `/config/${topic}-value`, { compatibility: 'FULL' });
    const write = async (): Promise<unknown> => writer.fromConnectData(topic, other, new Struct(other, ['x']));
    await expect(write()).rejects.toBeInstanceOf(DataError);
    await expect(write()).rejects.toThrow(`registering a schema under subject ${topic}-value`);
  });

  test('an id that nobody has is a DataError that names id and topic', async () => {
    const bytes = Buffer.from('007ffffff000', 'hex');
    const read = async (): Promise<unknown> => newConverter().toConnectData('orders', bytes);
    await expect(read()).rejects.toBeInstanceOf(DataError);
    await expect(read()).rejects.toThrow('looking up schema id 2147483632 of topic orders');
  });

  test('auto.register.schemas=false needs the schema to be there', async () => {
    const topic = newTopic();
    const writer = newConverter({ 'auto.register.schemas': 'false' });
    const write = async (): Promise<Buffer | null> => writer.fromConnectData(topic, one, new Struct(one, [1]));
    await expect(write()).rejects.toThrow('auto.register.schemas is false');
    const registered = await newConverter().fromConnectData(topic, one, new Struct(one, [1]));
    expect(await write()).toEqual(registered);
  });

  test('use.latest.version writes with the latest version', async () => {
    const topic = newTopic();
    await register(`${topic}-value`, {
      type: 'record',
      name: 'Row',
      namespace: 'test',
      fields: [
        { name: 'z', type: 'string', default: 'new' },
        { name: 'a', type: 'long' },
      ],
    });
    const writer = newConverter({ 'auto.register.schemas': 'false', 'use.latest.version': 'true' });
    const bytes = await writer.fromConnectData(topic, one, new Struct(one, [7]));
    expect(plain((await newConverter().toConnectData(topic, bytes)).value)).toEqual(['new', 7]);
  });

  test('normalize.schemas finds a schema that is written otherwise', async () => {
    const topic = newTopic();
    await register(`${topic}-value`, {
      name: 'Row',
      'connect.name': 'test.Row',
      type: 'record',
      fields: [{ type: 'int', name: 'a' }],
      namespace: 'test',
    });
    await newConverter({ 'normalize.schemas': 'true' }).fromConnectData(topic, one, new Struct(one, [1]));
    expect(await call('GET', `/subjects/${topic}-value/versions`)).toEqual([1]);
  });

  test('RecordNameStrategy registers under the name of the record', async () => {
    const name = `test.Row${randomUUID().replaceAll('-', '')}`;
    subjects.add(name);
    const schema = SchemaBuilder.struct().name(name).build();
    await newConverter({ 'value.subject.name.strategy': 'RecordNameStrategy' }).fromConnectData(
      't',
      schema,
      new Struct(schema),
    );
    expect(await call('GET', `/subjects/${name}/versions`)).toEqual([1]);
  });

  test('a reference is resolved', async () => {
    const topic = newTopic();
    const address = `${topic}-address`;
    subjects.add(address);
    const schema = { type: 'record', name: 'P', namespace: 'test', fields: [{ name: 'home', type: 'test.Address' }] };
    await register(address, {
      type: 'record',
      name: 'Address',
      namespace: 'test',
      fields: [{ name: 'city', type: 'string' }],
    });
    const { id } = (await call('POST', `/subjects/${topic}-value/versions`, {
      schema: JSON.stringify(schema),
      references: [{ name: 'test.Address', subject: address, version: 1 }],
    })) as { id: number };
    const bytes = Buffer.from('0000000000024f', 'hex');
    bytes.writeInt32BE(id, 1);
    expect(plain((await newConverter().toConnectData(topic, bytes)).value)).toEqual([['O']]);
    subjects.delete(address); // after the one that refers to it
    subjects.add(address);
  });
});

describe('addresses and credentials', () => {
  test('a dead first address is passed over', async () => {
    const topic = newTopic();
    const writer = newConverter({ 'schema.registry.url': `${dead},${url}` });
    expect(await writer.fromConnectData(topic, one, new Struct(one, [1]))).toBeInstanceOf(Buffer);
  });

  test('no address that answers is a RetriableError, and the next try succeeds', async () => {
    const topic = newTopic();
    let isUp = false;
    const server = createServer((request, response) => {
      if (!isUp) response.destroy();
      else forward(request.method!, request.url!, request, response);
    });
    const writer = newConverter({ 'schema.registry.url': await listen(server) });
    const write = async (): Promise<Buffer | null> => writer.fromConnectData(topic, one, new Struct(one, [1]));
    await expect(write()).rejects.toBeInstanceOf(RetriableError);
    isUp = true;
    expect(await write()).toBeInstanceOf(Buffer);
  });

  test('credentials are sent with each request', async () => {
    const topic = newTopic();
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      forward(request.method!, request.url!, request, response);
    });
    const settings = { 'basic.auth.credentials.source': 'USER_INFO', 'basic.auth.user.info': 'me:secret' };
    const writer = newConverter({ 'schema.registry.url': await listen(server), ...settings });
    const bytes = await writer.fromConnectData(topic, one, new Struct(one, [1]));
    await writer.toConnectData(topic, bytes);
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen)).toEqual(new Set([`Basic ${btoa('me:secret')}`]));
  });
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Passes a request on to the real registry. */
function forward(method: string, path: string, request: AsyncIterable<Buffer>, response: ServerResponse): void {
  const pass = async (): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const answer = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      ...(parts.length === 0 ? {} : { body: Buffer.concat(parts) }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  };
  pass().catch(() => response.destroy());
}

describe('together with @kafkajs/confluent-schema-registry', () => {
  const other = new SchemaRegistry({ host: url });
  const schema = row(
    ['a', Schema.INT32_SCHEMA],
    ['b', Schema.OPTIONAL_STRING_SCHEMA],
    ['c', SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build()],
  );

  test('it reads what we write', async () => {
    const topic = newTopic();
    const bytes = (await newConverter().fromConnectData(topic, schema, new Struct(schema, [7, 'ü', [0.5]])))!;
    expect({ ...((await other.decode(bytes)) as object) }).toEqual({ a: 7, b: 'ü', c: [0.5] });
  });

  test('we read what it writes', async () => {
    const topic = newTopic();
    const avro = {
      type: 'record',
      name: 'Row',
      namespace: 'test',
      fields: [
        { name: 'a', type: 'int' },
        { name: 'b', type: ['null', 'string'] },
      ],
    };
    const { id } = await other.register(
      { type: SchemaType.AVRO, schema: JSON.stringify(avro) },
      { subject: `${topic}-value` },
    );
    const bytes = await other.encode(id, { a: 7, b: 'ü' });
    const read: SchemaAndValue = await newConverter().toConnectData(topic, bytes);
    expect(plain(read.value)).toEqual([7, 'ü']);
    expect(read.schema).toMatchObject({ name: 'test.Row', version: 1 });
  });
});
