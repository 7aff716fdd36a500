import { DataError, Decimal, DecimalType, Schema, SchemaBuilder, type SchemaInit, Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { converterOn } from '../converter.ts';
import { FakeRegistry } from '../fake-registry.ts';

const user = SchemaBuilder.struct()
  .name('User')
  .field('name', Schema.STRING_SCHEMA)
  .field('age', Schema.OPTIONAL_INT32_SCHEMA)
  .build();
const ann = Struct.of(user, ['Ann', 5]);

async function written(schema: Schema, value: unknown, config: Record<string, string> = {}): Promise<string | null> {
  const bytes = await converterOn(new FakeRegistry(), config).write(schema, value);
  return bytes === null ? null : bytes.subarray(5).toString();
}

describe('a schema that contains itself', () => {
  const node = (name: string, value: Schema = Schema.INT64_SCHEMA): Schema =>
    Schema.recursive((self) =>
      SchemaBuilder.struct()
        .name(name)
        .field('value', value)
        .field('next', self.withOptional(true))
        .field(
          'any',
          SchemaBuilder.struct().name('io.confluent.connect.json.OneOf').optional().field('node', self).build(),
        )
        .build(),
    );
  const schema = node('Node');
  const next = schema.field('next')!.schema;
  const value = Struct.of(schema, [1, Struct.of(next, [2, null, null]), null]);

  test('is written with references to itself, in unions too', async () => {
    const registry = new FakeRegistry();
    const converter = converterOn(registry);
    const bytes = (await converter.write(schema, value))!;
    expect(bytes.subarray(5).toString()).toBe('{"value":1,"next":{"value":2,"next":null,"any":null},"any":null}');
    expect(JSON.parse(registry.schemaOf(1))).toMatchObject({
      $id: '#id-1',
      properties: {
        next: { oneOf: [{ type: 'null' }, { $ref: '#id-1' }] },
        any: { oneOf: [{ type: 'null' }, { $ref: '#id-1' }] },
      },
    });
    const read = (await converter.read(bytes)).value as Struct;
    expect((read.get('next') as Struct).get('value')).toBe(2);
  });

  test.each([
    ['narrower numbers inside', Schema.INT32_SCHEMA, true],
    ['texts inside', Schema.STRING_SCHEMA, false],
  ])('is compared with one of the registry: %s', async (_, inner, isReadable) => {
    const registry = new FakeRegistry();
    const config = { 'auto.register.schemas': 'false', 'use.latest.version': 'true' };
    await converterOn(registry).write(schema, value);
    const own = node('Node', inner);
    const first = inner === Schema.STRING_SCHEMA ? 'x' : 1;
    const write = (async () => converterOn(registry, config).write(own, Struct.of(own, [first, null, null])))();
    if (isReadable) await expect(write).resolves.toBeInstanceOf(Buffer);
    else await expect(write).rejects.toThrow(/field "value" is of type STRING/);
  });

  test('and a value that contains itself are refused', async () => {
    const endless = Struct.of(schema, [1, null, null]);
    endless.values[1] = Struct.of(next, [1, null, null]);
    (endless.values[1] as Struct).values[1] = endless.values[1];
    await expect(written(schema, endless)).rejects.toThrow(DataError);
  });
});

describe('a value is written as', () => {
  test.each<[string, Schema, unknown, string | null]>([
    ['its JSON', user, ann, '{"name":"Ann","age":5}'],
    ['null where it is optional', user, Struct.of(user, ['Ann', null]), '{"name":"Ann","age":null}'],
    ['nothing where it is required and missing, as in Java', user, Struct.of(user, [null, 5]), '{"age":5}'],
    ['a null of a whole optional message', Schema.OPTIONAL_STRING_SCHEMA, null, 'null'],
    ['a null message where it is required', Schema.STRING_SCHEMA, null, null],
    ['its default', SchemaBuilder.string().defaultValue('d').build(), null, '"d"'],
    ['an escape for a lone surrogate', Schema.STRING_SCHEMA, 'a\ud83d', '"a\\uD83D"'],
    ['all digits of a long', Schema.INT64_SCHEMA, 9007199254740993n, '9007199254740993'],
    ['a float, not the double that it widens to', Schema.FLOAT32_SCHEMA, Math.fround(0.1), '0.1'],
  ])('%s', async (_, schema, value, expected) => {
    expect(await written(schema, value)).toBe(expected);
  });

  test.each<[Record<string, string>, Schema, unknown, string]>([
    [{ 'decimal.format': 'numeric' }, DecimalType.schema(2), new Decimal(1250n, 2), '12.50'],
    [{ 'json.indent.output': 'true' }, user, ann, '{\n  "name" : "Ann",\n  "age" : 5\n}'],
    [
      { 'ignore.default.for.nullables': 'true' },
      SchemaBuilder.string().optional().defaultValue('d').build(),
      null,
      'null',
    ],
  ])('with %o', async (config, schema, value, expected) => {
    expect(await written(schema, value, config)).toBe(expected);
  });
});

describe('a value that does not fit is refused, and the place named:', () => {
  const outer = SchemaBuilder.struct().field('in', user).build();
  const other = SchemaBuilder.struct().field('name', Schema.STRING_SCHEMA).build();
  test.each<[string, Schema, unknown, RegExp]>([
    [
      'a number for a string',
      outer,
      Struct.of(outer, [Struct.of(user, [5, 5])]),
      /Invalid type for STRING of field "in\.name": integer number/,
    ],
    [
      'a struct of another schema',
      outer,
      Struct.of(outer, [Struct.of(other, ['x'])]),
      /the struct in field "in" has another one/,
    ],
    ['NaN', Schema.FLOAT64_SCHEMA, NaN, /Invalid value of value: JSON has no NaN/],
    ['an infinite float', Schema.FLOAT32_SCHEMA, 1e300, /JSON has no Infinity/],
    ['an INT8 of 128', Schema.INT8_SCHEMA, 128, /Invalid type for INT8/],
    [
      'a decimal of another scale',
      DecimalType.schema(1),
      new Decimal(1n, 2),
      /its schema has scale 1, the value has scale 2/,
    ],
    ['an item', SchemaBuilder.array(Schema.STRING_SCHEMA).build(), ['a', 1], /of an item of value/],
  ])('%s', async (_, schema, value, problem) => {
    const writing = written(schema, value);
    await expect(writing).rejects.toThrow(DataError);
    await expect(writing).rejects.toThrow(problem);
  });

  test('two fields of one schema are told apart', async () => {
    const both = SchemaBuilder.struct().field('one', user).field('two', user).build();
    await expect(written(both, Struct.of(both, [ann, Struct.of(user, [1, 1])]))).rejects.toThrow(/field "two\.name"/);
  });
});

test('a schema that cannot be registered is refused with the reason', async () => {
  await expect(written(new Schema({ type: 'ARRAY' }), [])).rejects.toThrow(
    /can't be written as a JSON schema: .* missing/,
  );
});

describe('the registry', () => {
  test('is asked once for a schema and topic, and after that everything is written at once', async () => {
    const registry = new FakeRegistry();
    const converter = converterOn(registry);
    const first = (await converter.write(user, ann))!;
    expect(first.readInt32BE(1)).toBe(1);
    const equal = new Schema({ ...(user as SchemaInit) });
    expect(converter.write(user, ann)).toEqual(first);
    expect(converter.write(equal, Struct.of(equal, ['Ann', 5]))).toEqual(first);
    expect(registry.requests).toEqual(['POST /subjects/t-value/versions']);
    await converter.write(user, ann, 'u');
    expect(registry.requests[1]).toBe('POST /subjects/u-value/versions');
  });

  test('is asked by the name of the record, with RecordNameStrategy', async () => {
    const registry = new FakeRegistry();
    await converterOn(registry, { 'value.subject.name.strategy': 'RecordNameStrategy' }).write(user, ann);
    expect(registry.requests).toEqual(['POST /subjects/User/versions']);
  });

  test('must have the schema, with auto.register.schemas=false', async () => {
    const registry = new FakeRegistry();
    const converter = converterOn(registry, { 'auto.register.schemas': 'false' });
    await expect(converter.write(user, ann)).rejects.toThrow(/no such schema/);
  });

  describe('with use.latest.version', () => {
    const latest = { 'auto.register.schemas': 'false', 'use.latest.version': 'true' };
    test.each([
      [
        'one that reads it',
        { type: 'object', properties: { name: { type: 'string' }, age: { type: ['integer', 'null'] } } },
        null,
      ],
      [
        'one with another type',
        { type: 'object', properties: { name: { type: 'integer' } } },
        /field "name" is of type STRING, but the registered schema has INT64/,
      ],
      [
        'one that requires what may be null',
        { type: 'object', properties: { age: { type: 'integer' } } },
        /field "age" may be null/,
      ],
    ])('writes with %s, or says why not', async (_, schema, problem) => {
      const registry = new FakeRegistry();
      const id = registry.add('t-value', schema);
      const writing = (async () => converterOn(registry, latest).write(user, ann))();
      if (problem === null) expect((await writing)!.readInt32BE(1)).toBe(id);
      else await expect(writing).rejects.toThrow(problem);
    });

    test('looks for a newer one after latest.cache.ttl.sec', async () => {
      const registry = new FakeRegistry();
      registry.add('t-value', { type: 'object' });
      const converter = converterOn(registry, { ...latest, 'latest.cache.ttl.sec': '0' });
      const ids = [await converter.write(user, ann)];
      registry.add('t-value', { type: 'object', title: 'newer' });
      ids.push(await converter.write(user, ann));
      expect(ids.map((bytes) => bytes!.readInt32BE(1))).toEqual([1, 2]);
    });
  });
});

test('messages do not overwrite each other', async () => {
  const converter = converterOn(new FakeRegistry());
  const texts = Array.from({ length: 5000 }, (_, i) => `${'é'.repeat(i % 60)}${i}`);
  await converter.write(Schema.STRING_SCHEMA, '');
  const messages = texts.map((text) => converter.write(Schema.STRING_SCHEMA, text) as Buffer);
  expect(messages.map((bytes) => JSON.parse(bytes.subarray(5).toString()) as string)).toEqual(texts);
});
