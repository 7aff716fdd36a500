import { DataError, Schema, SchemaBuilder, type Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { FakeRegistry } from '../fake-registry.ts';
import { converterOn, message, readBy } from '../converter.ts';

const valueFor: Readonly<Record<string, unknown>> = {
  STRING: '"x"',
  INT64: 1,
  INT32: 1,
  FLOAT64: 1.5,
  FLOAT32: 1.5,
  BOOLEAN: true,
  BYTES: '""',
  ARRAY: [],
  MAP: {},
  STRUCT: {},
};

/** The Connect schema, by reading a value that fits it. */
async function schemaOf(schema: unknown, json: unknown, config: Record<string, string> = {}): Promise<Schema> {
  return (await readBy(schema, json, config)).schema!;
}

const oneOfName = 'io.confluent.connect.json.OneOf';
const optional = (schema: Schema): Schema => schema.withOptional(true);
const union = (...members: Schema[]): SchemaBuilder =>
  members.reduce((b, m, i) => b.field(`${oneOfName}.field.${i}`, optional(m)), SchemaBuilder.struct().name(oneOfName));

describe('a JSON schema is this Connect schema', () => {
  test.each<[string, unknown, Schema]>([
    ['integer', { type: 'integer' }, Schema.INT64_SCHEMA],
    ['number', { type: 'number' }, Schema.FLOAT64_SCHEMA],
    ['string', { type: 'string', format: 'date-time' }, Schema.STRING_SCHEMA],
    ['boolean', { type: 'boolean' }, Schema.BOOLEAN_SCHEMA],
    ['integer with connect.type', { type: 'integer', 'connect.type': 'int32' }, Schema.INT32_SCHEMA],
    ['number with connect.type', { type: 'number', 'connect.type': 'float32' }, Schema.FLOAT32_SCHEMA],
    ['string with connect.type', { type: 'string', 'connect.type': 'bytes' }, Schema.BYTES_SCHEMA],
    ['type list with null', { type: ['null', 'string'] }, Schema.OPTIONAL_STRING_SCHEMA],
    [
      'type list',
      { type: ['string', 'integer', 'null'] },
      union(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).optional().build(),
    ],
    ['oneOf with null', { oneOf: [{ type: 'null' }, { type: 'string' }] }, Schema.OPTIONAL_STRING_SCHEMA],
    ['anyOf with null', { anyOf: [{ type: 'integer' }, { type: 'null' }] }, Schema.OPTIONAL_INT64_SCHEMA],
    ['oneOf of one', { oneOf: [{ type: 'string' }] }, Schema.STRING_SCHEMA],
    [
      'oneOf',
      { oneOf: [{ type: 'string' }, { type: 'boolean' }] },
      union(Schema.STRING_SCHEMA, Schema.BOOLEAN_SCHEMA).build(),
    ],
    ['type given away by a keyword', { minLength: 3 }, Schema.STRING_SCHEMA],
    ['const', { const: 'x' }, Schema.STRING_SCHEMA],
    ['const of a number', { const: 1 }, Schema.INT64_SCHEMA],
    ['integer with enum', { type: 'integer', enum: [1, 2] }, Schema.INT64_SCHEMA],
    [
      'enum',
      { enum: ['x', 'y', null, 5] },
      SchemaBuilder.string()
        .parameters(
          ['', '.x', '.y', '.<NULL>', '.5'].map((s) => [`io.confluent.connect.json.Enum${s}`, s.slice(1)] as const),
        )
        .build(),
    ],
    ['array', { type: 'array', items: { type: 'integer' } }, SchemaBuilder.array(Schema.INT64_SCHEMA).build()],
    [
      'additionalProperties alone',
      { type: 'object', additionalProperties: { type: 'string' } },
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build(),
    ],
    [
      'map of values without schema',
      { type: 'object', 'connect.type': 'map' },
      new Schema({ type: 'MAP', keySchema: Schema.STRING_SCHEMA }),
    ],
    ['an object of nothing', { type: 'object' }, SchemaBuilder.struct().build()],
    [
      'title, description, version, parameters and default',
      {
        type: 'string',
        title: 'n',
        description: 'd',
        'connect.version': 3,
        'connect.parameters': { p: 'q' },
        default: 'v',
      },
      SchemaBuilder.string().name('n').doc('d').version(3).parameter('p', 'q').defaultValue('v').build(),
    ],
    ['a default of null', { type: 'string', default: null }, Schema.STRING_SCHEMA],
    ['allOf of a string and its length', { allOf: [{ type: 'string' }, { minLength: 1 }] }, Schema.STRING_SCHEMA],
    [
      'allOf around oneOf',
      { allOf: [{ oneOf: [{ type: 'null' }, { type: 'string' }] }] },
      Schema.OPTIONAL_STRING_SCHEMA,
    ],
    ['a reference', { $ref: '#/definitions/s', definitions: { s: { type: 'string' } } }, Schema.STRING_SCHEMA],
    [
      'a reference to $defs by anchor',
      { $ref: '#here', $defs: { s: { $anchor: 'here', type: 'string' } } },
      Schema.STRING_SCHEMA,
    ],
    [
      'a reference by $id',
      { $id: 'http://a/b.json', $ref: 'c.json', $defs: { s: { $id: 'c.json', type: 'string' } } },
      Schema.STRING_SCHEMA,
    ],
    [
      'a reference with escapes',
      { $ref: '#/definitions/a~1b%25', definitions: { 'a/b%': { type: 'string' } } },
      Schema.STRING_SCHEMA,
    ],
    [
      'allOf of a reference',
      { allOf: [{ $ref: '#/definitions/s' }], definitions: { s: { type: 'string' } } },
      Schema.STRING_SCHEMA,
    ],
  ])('%s', async (_, schema, expected) => {
    const json = expected.name === oneOfName ? '"x"' : valueFor[expected.type];
    const found = await schemaOf(schema, json);
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
    expect(found.equals(expected)).toBe(true);
  });
});

const names = async (schema: unknown): Promise<string[]> => (await schemaOf(schema, {})).fields.map((f) => f.name);

describe('fields stand', () => {
  test.each([
    [
      'as in the text',
      '"b":{"type":"string"},"a":{"type":"string"},"2":{"type":"string"},"1":{"type":"string"}',
      ['b', 'a', '2', '1'],
    ],
    ['by connect.index', '"b":{"type":"string","connect.index":1},"a":{"type":"string","connect.index":0}', ['a', 'b']],
    [
      'by either, where only some have one',
      '"b":{"type":"string","connect.index":5},"a":{"type":"string"}',
      ['a', 'b'],
    ],
  ])('%s', async (_, properties, expected) => {
    expect(await names(`{"type":"object","properties":{${properties}}}`)).toEqual(expected);
  });
});

test('use.optional.for.nonrequired makes what is not required optional', async () => {
  const schema = { type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: { type: 'string' } } };
  const optionals = async (config: Record<string, string>) =>
    (await schemaOf(schema, {}, config)).fields.map((f) => f.schema.optional);
  expect(await optionals({})).toEqual([false, false]);
  expect(await optionals({ 'use.optional.for.nonrequired': 'true' })).toEqual([false, true]);
});

test('allOf merges the properties of all, through references', async () => {
  const base = { type: 'object', properties: { id: { type: 'integer' } } };
  const schema = {
    definitions: { base },
    allOf: [{ $ref: '#/definitions/base' }, { properties: { name: { type: 'string' } } }],
    properties: { own: { type: 'boolean' } },
  };
  expect(await names(schema)).toEqual(['own', 'id', 'name']);
});

test('what stands beside a reference counts since draft 2019-09 only', async () => {
  const schema = {
    $ref: '#/$defs/base',
    properties: { own: { type: 'boolean' } },
    $defs: { base: { type: 'object', properties: { id: { type: 'integer' } } } },
  };
  expect(await names(schema)).toEqual(['id']);
  const modern = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
  expect(await names(modern)).toEqual(['own', 'id']);
});

describe('a union', () => {
  const point = { type: 'object', properties: { x: { type: 'number' }, y: { type: 'number' } } };
  const named = { type: 'object', properties: { name: { type: 'string' }, x: { type: 'number' } } };
  const schema = {
    oneOf: [{ type: 'integer' }, { type: 'number' }, point, named, { type: 'array', items: { type: 'boolean' } }],
  };

  test.each([
    ['an integer', 5, 0],
    ['1.0, which is an integer', '1.0', 0],
    ['a number', 1.5, 1],
    ['the struct that shares most names', { x: 1, y: 2 }, 2],
    ['the other struct', { name: 'n', z: 1 }, 3],
    ['a list', [true], 4],
  ])('reads %s into its member', async (_, json, index) => {
    const { value } = await readBy(schema, json);
    expect((value as Struct).values.findIndex((v) => v !== null)).toBe(index);
  });

  test('refuses what fits no member', async () => {
    await expect(readBy(schema, '"s"')).rejects.toThrow('The JSON has a string for value, which fits no member');
  });

  test('is marked as other formats mark it, with generalized.sum.type.support', async () => {
    const found = await schemaOf({ oneOf: [{ type: 'string' }, { enum: ['a'] }] }, '"a"', {
      'generalized.sum.type.support': 'true',
    });
    expect(found.name).toBe('connect_union_0');
    expect(found.parameters).toEqual(new Map([['org.apache.kafka.connect.data.Union', 'connect_union_0']]));
    expect(found.fields.map((f) => f.name)).toEqual(['connect_union_field_0', 'connect_union_field_1']);
    expect(found.fields[1]!.schema.parameters!.get('org.apache.kafka.connect.data.Enum.a')).toBe('0');
  });

  test('of one member stays one, with flatten.singleton.unions=false', async () => {
    const found = await schemaOf({ oneOf: [{ type: 'string' }] }, '"a"', { 'flatten.singleton.unions': 'false' });
    expect(found.name).toBe(oneOfName);
  });
});

describe('a schema that contains itself', () => {
  const tree = {
    type: 'object',
    title: 'Node',
    properties: {
      name: { type: 'string' },
      next: { oneOf: [{ type: 'null' }, { $ref: '#' }] },
      children: { type: 'array', items: { $ref: '#' }, default: [] },
    },
  };

  test('is read as deep as the data goes', async () => {
    const { schema, value } = await readBy(tree, {
      name: 'a',
      next: null,
      children: [{ name: 'b', next: { name: 'c' } }],
    });
    const b = ((value as Struct).get('children') as Struct[])[0]!;
    expect((b.get('next') as Struct).get('name')).toBe('c');
    expect(b.schema).toBe(schema!.field('children')!.schema.valueSchema);
    expect(schema!.parameters!.get('io.confluent.connect.json.Id')).toBe('#id1');
    expect(schema!.equals(await schemaOf(tree, { name: 'x' }))).toBe(true);
  });

  test('is written again, and read from that', async () => {
    const registry = new FakeRegistry();
    const id = registry.add('other', tree);
    const converter = converterOn(registry);
    const json = '{"name":"a","next":{"name":"b","next":null,"children":[]},"children":[]}';
    const { schema, value } = await converter.read(message(id, json));
    const bytes = (await converter.write(schema!, value))!;
    expect(bytes.subarray(5).toString()).toBe(json);
    expect((await converter.read(bytes)).value).toBeDefined();
  });

  test('is itself wherever it stands again', async () => {
    const schema = (await readBy(tree, { name: 'a' })).schema!;
    const next = schema.field('next')!.schema;
    expect([next.optional, next.fields === schema.fields, next.field('next')!.schema === next]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('may have a default, but none inside of it that holds itself', async () => {
    const withDefault = { ...tree, default: { name: 'd', next: { name: 'e' }, children: [] } };
    const { schema } = await readBy(withDefault, { name: 'a' });
    expect(((schema!.defaultValue as Struct).get('next') as Struct).get('name')).toBe('e');
    const inside = { ...tree.properties, children: { ...tree.properties.children, default: [{ name: 'x' }] } };
    await expect(readBy({ ...tree, properties: inside }, {})).rejects.toThrow(/default of field "children"/);
  });

  test('and multiplies with each reference is refused', async () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => {
        const next = { $ref: `#/definitions/d${i + 1}` };
        return [`d${i}`, { type: 'object', properties: { a: next, b: next } }];
      }),
    );
    const schema = { $ref: '#/definitions/d0', definitions: { ...definitions, d30: { type: 'string' } } };
    await expect(readBy(schema, {})).rejects.toThrow(/unfolds to more than 100000 schemas/);
  });

  test('without an object between is refused', async () => {
    await expect(readBy({ $ref: '#' }, {})).rejects.toThrow(/refers to itself without an end/);
  });

  test('data nested 1001 deep is refused', async () => {
    const json = `${'{"name":"a","next":'.repeat(1001)}null${'}'.repeat(1001)}`;
    await expect(readBy(tree, json)).rejects.toThrow(/more than 1000 nested/);
  });
});

test('references of the registry are followed, through others too', async () => {
  const registry = new FakeRegistry();
  registry.add('city', { type: 'object', title: 'City', properties: { zip: { type: 'integer' } } });
  registry.add(
    'address',
    { type: 'object', properties: { city: { $ref: 'city.json' } } },
    {
      references: [{ name: 'city.json', subject: 'city', version: 1 }],
    },
  );
  const id = registry.add(
    'user',
    { $id: 'http://example.com/user.json', type: 'object', properties: { home: { $ref: 'address.json' } } },
    { references: [{ name: 'address.json', subject: 'address', version: 1 }] },
  );
  const { value } = await converterOn(registry, { 'json.fail.invalid.schema': 'true' }).read(
    message(id, { home: { city: { zip: 5 } } }),
  );
  expect((((value as Struct).get('home') as Struct).get('city') as Struct).get('zip')).toBe(5);
});

describe('is refused, with the place:', () => {
  test.each([
    ['a schema that says nothing', {}, /value says nothing of the type/],
    ['a property that says nothing', { type: 'object', properties: { a: true } }, /field "a" says nothing/],
    ['nothing but null', { type: 'object', properties: { a: { type: 'null' } } }, /field "a" allows nothing but null/],
    ['a list without items', { type: 'array' }, /value is a list without one schema/],
    ['a tuple', { type: 'array', items: [{ type: 'string' }] }, /a list without one schema/],
    ['an unknown type', { type: 'text' }, /unknown type: text/],
    ['an unknown connect.type', { type: 'integer', 'connect.type': 'int128' }, /unknown connect.type int128/],
    ['a reference to nowhere', { $ref: 'other.json' }, /refers to other\.json, which is neither in it/],
    ['a pointer to nowhere', { $ref: '#/definitions/x' }, /refers to #\/definitions\/x/],
    [
      'a default that does not fit',
      { type: 'object', properties: { a: { type: 'string', default: 5 } } },
      /a number for the default of field "a"/,
    ],
    ['no JSON', '{"type":', /Malformed JSON: an unexpected end at character 9/],
    [
      'connect.index that is no number',
      { type: 'object', properties: { a: { type: 'string', 'connect.index': 'x' } } },
      /connect\.index/,
    ],
  ])('%s', async (_, schema, problem) => {
    const reading = readBy(schema, {});
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(problem);
    await expect(reading).rejects.toThrow(/^Schema 1 of the registry can't be used: |Malformed/);
  });
});

test('a union is written as its member again', async () => {
  const point = { type: 'object', properties: { x: { type: 'integer' } } };
  const schema = { type: 'object', properties: { u: { oneOf: [{ type: 'null' }, { type: 'string' }, point] } } };
  for (const generalized of ['false', 'true']) {
    const registry = new FakeRegistry();
    const id = registry.add('other', schema);
    const converter = converterOn(registry, { 'generalized.sum.type.support': generalized });
    for (const json of ['{"u":"a"}', '{"u":{"x":5}}', '{"u":null}']) {
      const read = await converter.read(message(id, json));
      const bytes = (await converter.write(read.schema!, read.value))!;
      expect(bytes.subarray(5).toString()).toBe(json);
      expect((await converter.read(bytes)).value).toEqual(
        expect.objectContaining({ values: expect.anything() as unknown }),
      );
    }
  }
});
