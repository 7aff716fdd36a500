import { DataError, Schema, SchemaBuilder, Struct, equalValues } from '@causeway/api';
import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AvroConverter } from '../src/index.ts';
import { parseSchema } from '../src/schema/parse-schema.ts';
import { toAvroSchema } from '../src/schema/to-avro.ts';
import { toConnectSchema } from '../src/schema/to-connect.ts';
import { registryDouble } from './registry-double.ts';
import { avroSettings } from './settings.ts';

function setUp(list: Parameters<typeof registryDouble>[0] = [], settings: Readonly<Record<string, string>> = {}) {
  const registry = registryDouble(list);
  const converter = new AvroConverter(registry.client);
  converter.configure({ 'schema.registry.url': 'http://registry', ...settings }, false);
  return { converter, ...registry };
}

/** Itself in all the places that there are. */
const tree = Schema.recursive((self) =>
  SchemaBuilder.struct()
    .name('test.Tree')
    .version(1)
    .field('label', Schema.STRING_SCHEMA)
    .field('next', self.withOptional(true))
    .field('list', SchemaBuilder.array(self).build())
    .field('byName', SchemaBuilder.map(Schema.STRING_SCHEMA, self.withOptional(true)).build())
    .field('byNumber', SchemaBuilder.map(Schema.INT32_SCHEMA, self).name('test.ByNumber').build())
    .field(
      'leaf',
      SchemaBuilder.struct().name('test.Leaf').optional().field('up', SchemaBuilder.array(self).build()).build(),
    )
    .build(),
);
const [next, leaf] = ['next', 'leaf'].map((name) => tree.field(name)!.schema) as [Schema, Schema];

/** At most so many levels deep. */
function trees(depth: number, schema = tree): fc.Arbitrary<Struct> {
  const many = <T>(of: () => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    depth === 0 ? fc.constant([]) : fc.array(of(), { maxLength: 2 });
  const maybe = (of: () => fc.Arbitrary<Struct>): fc.Arbitrary<Struct | null> =>
    depth === 0 ? fc.constant(null) : fc.option(of(), { nil: null });
  const inner = (): fc.Arbitrary<Struct> => trees(depth - 1);
  const innerNext = (): fc.Arbitrary<Struct> => trees(depth - 1, next);
  return fc
    .tuple(
      fc.string(),
      maybe(innerNext),
      many(inner),
      many(() => fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', 'c') }), maybe(innerNext))),
      many(() => fc.tuple(fc.integer(), inner())),
      maybe(() => many(inner).map((up) => Struct.of(leaf, [up]))),
    )
    .map(([label, following, list, byName, byNumber, below]) =>
      Struct.of(schema, [label, following, list, new Map(byName), new Map(byNumber), below]),
    );
}

test('values of a schema that contains itself come back, and another implementation of Avro writes the same', async () => {
  const { converter, list } = setUp();
  await fc.assert(
    fc.asyncProperty(trees(3), async (value) => {
      const bytes = (await converter.fromConnectData('t', tree, value))!;
      const back = await converter.toConnectData('t', bytes);
      expect(back.schema!.equals(tree)).toBe(true);
      expect(equalValues(back.value, value)).toBe(true);
      const type = avsc.Type.forSchema(JSON.parse(list[0]!.schema) as avsc.Schema, { wrapUnions: true });
      expect(type.toBuffer(type.fromBuffer(bytes.subarray(5)))).toEqual(Buffer.from(bytes.subarray(5)));
    }),
    { numRuns: 50 },
  );
});

const listOf = (parts: object = {}): string =>
  JSON.stringify({
    type: 'record',
    name: 'Node',
    namespace: 'test',
    'connect.version': 1,
    fields: [
      { name: 'value', type: 'int' },
      { name: 'next', type: ['null', 'Node'], default: null },
    ],
    ...parts,
  });

describe('an Avro record that contains itself', () => {
  const connect = (avro: string) => toConnectSchema(parseSchema(avro), null, avroSettings())!;

  test('is a Connect schema that contains itself', () => {
    const schema = connect(listOf());
    const inner = schema.field('next')!.schema;
    expect([schema.isRecursive, inner.optional, inner.fields === schema.fields]).toEqual([true, true, true]);
  });

  test('is one schema wherever it stands again, and found in no time', () => {
    const names = Array.from({ length: 12 }, (_, i) => `R${i}`);
    const defined = new Set<string>();
    const record = (name: string): unknown => {
      if (defined.has(name)) return name;
      defined.add(name);
      return { type: 'record', name, fields: names.map((other) => ({ name: other, type: ['null', record(other)] })) };
    };
    const schema = connect(JSON.stringify(record('R0')));
    expect(schema.field('R5')!.schema.field('R7')!.schema.fields).toBe(schema.field('R7')!.schema.fields);
    expect(schema.equals(connect(toAvroSchema(schema, avroSettings())))).toBe(true);
  });

  test.each([
    ['a default that is empty', { name: 'all', type: { type: 'array', items: 'Node' }, default: [] }, []],
    [
      'a default of itself, which is left out',
      { name: 'all', type: { type: 'array', items: 'Node' }, default: [{ value: 1 }] },
      null,
    ],
  ])('may have %s', (_, field, expected) => {
    const schema = connect(listOf({ fields: [{ name: 'value', type: 'int' }, field] }));
    expect(schema.field('all')!.schema.defaultValue).toEqual(expected);
  });

  test.each([
    ['in a union', ['string', 'Node']],
    ['in a map', { type: 'map', values: 'Node' }],
    [
      'in the entry of a map',
      {
        type: 'array',
        items: {
          type: 'record',
          name: 'E',
          'connect.internal.type': 'MapEntry',
          fields: [
            { name: 'key', type: 'int' },
            { name: 'value', type: 'Node' },
          ],
        },
      },
    ],
    ['with nothing between', 'Node'],
  ])('%s is written as Avro again', (_, type) => {
    const schema = connect(listOf({ fields: [{ name: 'next', type }] }));
    const text = toAvroSchema(schema, avroSettings());
    expect(schema.equals(connect(text))).toBe(true);
    expect(() => avsc.Type.forSchema(JSON.parse(text) as avsc.Schema)).not.toThrow();
  });

  test('without a name is ConnectDefault, within itself too', () => {
    const schema = Schema.recursive((self) => SchemaBuilder.struct().field('next', self.withOptional(true)).build());
    expect(JSON.parse(toAvroSchema(schema, avroSettings()))).toMatchObject({
      name: 'ConnectDefault',
      fields: [{ name: 'next', type: ['null', 'ConnectDefault'], default: null }],
    });
  });

  test('is written with a schema of the registry that has more', async () => {
    const more = listOf({
      fields: [
        { name: 'more', type: ['null', 'Node'], default: null },
        { name: 'next', type: ['null', 'Node'], default: null },
        { name: 'value', type: 'long' },
      ],
    });
    const { converter } = setUp([{ subject: 't-value', schema: more }], {
      'auto.register.schemas': 'false',
      'use.latest.version': 'true',
    });
    const schema = connect(listOf());
    const inner = schema.field('next')!.schema;
    const bytes = await converter.fromConnectData('t', schema, Struct.of(schema, [1, Struct.of(inner, [2, null])]));
    expect(bytes!.toString('hex')).toBe('0000000001' + '00' + '02' + '00' + '00' + '04' + '02');
  });
});

describe('data of many levels', () => {
  const schema = toConnectSchema(parseSchema(listOf()), null, avroSettings())!;
  const chain = (length: number): Struct => {
    let last: Struct | null = null;
    for (let i = length; i > 0; i--) last = Struct.of(i === 1 ? schema : schema.field('next')!.schema, [i, last]);
    return last!;
  };
  const endless = chain(1);
  endless.values[1] = endless;
  const nested = (depth: number): Buffer => Buffer.from(`0000000001${'0202'.repeat(depth - 1)}0200`, 'hex');

  test('is written and read up to 1000', async () => {
    const { converter } = setUp();
    const bytes = await converter.fromConnectData('t', schema, chain(1000));
    expect(equalValues((await converter.toConnectData('t', bytes)).value, chain(1000))).toBe(true);
  });

  test.each<[string, (converter: AvroConverter) => unknown]>([
    ['written', (converter) => converter.fromConnectData('t', schema, chain(1001))],
    ['written though it contains itself', (converter) => converter.fromConnectData('t', schema, endless)],
    ['read', (converter) => converter.toConnectData('t', nested(1001))],
    ['read from a megabyte', (converter) => converter.toConnectData('t', nested(500_000))],
  ])('is not %s past that', async (_, use) => {
    const { converter } = setUp([{ subject: 't-value', schema: listOf() }]);
    const refused = expect((async () => use(converter))()).rejects;
    await refused.toThrow(DataError);
    // the next is not harmed
    const bytes = await converter.fromConnectData('t', schema, chain(3));
    expect(equalValues((await converter.toConnectData('t', bytes)).value, chain(3))).toBe(true);
  });

  test('is not read where a record has nothing but itself', async () => {
    const { converter } = setUp([{ subject: 't-value', schema: listOf({ fields: [{ name: 'next', type: 'Node' }] }) }]);
    const read = (async () => converter.toConnectData('t', Buffer.from('0000000001', 'hex')))();
    await expect(read).rejects.toThrow(/more than 1000 levels/);
  });
});
