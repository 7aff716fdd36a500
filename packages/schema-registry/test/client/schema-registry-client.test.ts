import { DataError } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { type RegistryRequest, SchemaRegistryClient, type SchemaText, schemaToWrite } from '../../src/index.ts';

const own: SchemaText = { schemaType: 'AVRO', schema: '"string"', references: [] };

/** A registry that answers from a list, and writes down what it was asked. */
function registryOf(answers: Readonly<Record<string, unknown>>, latestTtlMs: number | null = null) {
  const asked: string[] = [];
  let now = 0;
  const transport = {
    request: ({ method, path }: RegistryRequest): Promise<unknown> => {
      asked.push(`${method} ${path}`);
      const answer = answers[`${method} ${path}`];
      return answer === undefined ? Promise.reject(new DataError('not found')) : Promise.resolve(answer);
    },
    close: () => Promise.resolve(),
  };
  const client = new SchemaRegistryClient({ transport, cacheSize: 2, latestCacheSize: 10, latestTtlMs }, () => now);
  return { client, asked, passMs: (ms: number) => void (now += ms), answers: answers as Record<string, unknown> };
}

describe('the client', () => {
  test('asks for an id once, and answers at once from then on', async () => {
    const { client, asked } = registryOf({ 'GET /schemas/ids/7': { schema: '"int"' } });
    const first = client.getById(7, 't');
    expect(client.getById(7, 't')).toBe(first);
    expect(await first).toEqual({
      schemaType: 'AVRO',
      schema: '"int"',
      references: [],
      id: 7,
      subject: null,
      version: null,
    });
    expect(client.getById(7, 'other')).toMatchObject({ id: 7 });
    expect(asked).toHaveLength(1);
  });

  test('reads an id that was unknown as soon as the registry has it', async () => {
    const { client, answers } = registryOf({});
    await expect(client.getById(7, 't')).rejects.toThrow('not found');
    answers['GET /schemas/ids/7'] = { schema: '"int"', schemaType: 'AVRO' };
    expect(await client.getById(7, 't')).toMatchObject({ schema: '"int"' });
  });

  test('forgets the oldest where it holds too many', async () => {
    const { client, asked } = registryOf({
      'GET /schemas/ids/1': { schema: '1' },
      'GET /schemas/ids/2': { schema: '2' },
      'GET /schemas/ids/3': { schema: '3' },
    });
    for (const id of [1, 2, 3, 1]) await client.getById(id, 't');
    expect(asked).toHaveLength(4);
  });

  test('asks for the latest version again when its time is over', async () => {
    const { client, asked, passMs } = registryOf(
      { 'GET /subjects/a%2Fb/versions/latest': { schema: '1', id: 4, version: 2 } },
      1000,
    );
    expect(await client.latest('a/b')).toMatchObject({ id: 4, version: 2 });
    passMs(999);
    expect(client.latest('a/b')).toMatchObject({ id: 4 });
    passMs(1);
    await client.latest('a/b');
    expect(asked).toHaveLength(2);
  });

  test('resolves references, each before those that use it', async () => {
    const ref = (name: string) => ({ name, subject: name, version: 1 });
    const at = (name: string) => `GET /subjects/${name}/versions/1?deleted=true`;
    const { client } = registryOf({
      [at('a')]: { id: 1, version: 1, schema: 'A', references: [ref('c')] },
      [at('b')]: { id: 2, version: 1, schema: 'B', references: [ref('c')] },
      [at('c')]: { id: 3, version: 1, schema: 'C' },
    });
    const resolved = await client.references({ ...own, references: [ref('a'), ref('b')] });
    expect(resolved.map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });

  test('a schema with rules for its data is refused', async () => {
    const { client } = registryOf({
      'GET /schemas/ids/7': { schema: '"int"', ruleSet: { domainRules: [{ type: 'ENCRYPT' }] } },
    });
    await expect(client.getById(7, 't')).rejects.toThrow('data rules');
  });

  test('an answer without a schema is an error', async () => {
    const { client } = registryOf({ 'GET /schemas/ids/7': {} });
    await expect(client.getById(7, 't')).rejects.toThrow('holds no schema');
  });
});

describe('the schema to write with', () => {
  const settings = {
    autoRegister: false,
    useLatestVersion: false,
    useSchemaId: null,
    normalize: false,
    latestCompatibilityStrict: true,
    idCompatibilityStrict: true,
  };
  const answers = {
    'POST /subjects/s/versions': { id: 1 },
    'POST /subjects/s/versions?normalize=true': { id: 2 },
    'POST /subjects/s': { id: 3, version: 1, schema: '"string"' },
    'GET /subjects/s/versions/latest': { id: 4, version: 9, schema: '"bytes"' },
    'GET /schemas/ids/5?subject=s': { schema: '"bytes"' },
  };

  test.each([
    ['is registered', { autoRegister: true, useLatestVersion: true, useSchemaId: 5 }, 1, null],
    ['is registered in its normal form', { autoRegister: true, normalize: true }, 2, null],
    ['must be there', {}, 3, null],
    ['is the latest', { useLatestVersion: true }, 4, '"bytes"'],
    ['is the one with an id', { useSchemaId: 5, useLatestVersion: true }, 5, '"bytes"'],
  ])('%s', async (_, changes, id, schema) => {
    const { client } = registryOf(answers);
    const found = await schemaToWrite(client, { ...settings, ...changes }, 's', own, () => null);
    expect(found.id).toBe(id);
    expect(found.registered?.schema ?? null).toBe(schema);
  });

  test.each([
    [{ useLatestVersion: true }, 'latest.compatibility.strict=false leaves out this check'],
    [{ useSchemaId: 5 }, 'id.compatibility.strict=false leaves out this check'],
  ])('must be able to hold the data: %j', async (changes, text) => {
    const { client } = registryOf(answers);
    const write = async (): Promise<unknown> =>
      schemaToWrite(client, { ...settings, ...changes }, 's', own, () => 'a field is missing');
    await expect(write()).rejects.toThrow(`a field is missing. ${text}`);
  });

  test('may be anything where no check is asked for', async () => {
    const { client } = registryOf(answers);
    const changes = { useLatestVersion: true, latestCompatibilityStrict: false };
    expect(await schemaToWrite(client, { ...settings, ...changes }, 's', own, () => 'bad')).toMatchObject({ id: 4 });
  });

  test('of another type is refused', async () => {
    const { client } = registryOf({
      'GET /subjects/s/versions/latest': { id: 4, version: 9, schema: '{}', schemaType: 'JSON' },
    });
    const changes = { useLatestVersion: true, latestCompatibilityStrict: false };
    await expect(
      (async () => schemaToWrite(client, { ...settings, ...changes }, 's', own, () => null))(),
    ).rejects.toThrow('is of type JSON');
  });
});
