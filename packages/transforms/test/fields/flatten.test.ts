import { DataError, Schema, SchemaBuilder, type SchemaInit, SourceRecord, Struct } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flattenConfig, Flatten } from '../../src/fields/flatten.ts';
import { VALUE } from '../../src/record/side.ts';

function flatten(valueSchema: Schema | null, value: unknown): SourceRecord {
  const transformation = new Flatten(VALUE);
  transformation.configure({});
  return transformation.apply(
    new SourceRecord({ sourcePartition: null, sourceOffset: null, topic: 't', valueSchema, value }),
  );
}

type Tree = number | readonly Tree[];
const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, fc.integer(), fc.array(tie('tree'), { maxLength: 4 })),
})).tree;

function leavesOf(tree: Tree): number[] {
  return typeof tree === 'number' ? [tree] : tree.flatMap(leavesOf);
}

function structOf(children: readonly Tree[]): Struct {
  const values = children.map((child) => (typeof child === 'number' ? child : structOf(child)));
  const builder = SchemaBuilder.struct();
  for (const [i, value] of values.entries()) {
    builder.field(`f${i}`, value instanceof Struct ? value.schema : Schema.INT32_SCHEMA);
  }
  return Struct.of(builder.build(), values);
}

function mapOf(children: readonly Tree[]): Map<string, unknown> {
  return new Map(children.map((child, i) => [`f${i}`, typeof child === 'number' ? child : mapOf(child)]));
}

describe('Flatten keeps the values of all leaves, in order,', () => {
  test('of structs', () => {
    fc.assert(
      fc.property(fc.array(trees), (tree) => {
        const struct = structOf(tree);
        const flat = flatten(struct.schema, struct).value as Struct;
        expect(flat.values).toEqual(leavesOf(tree));
        expect(flat.schema.fields).toHaveLength(flat.values.length);
        expect(() => flat.validate()).not.toThrow();
      }),
    );
  });

  test('of maps', () => {
    fc.assert(
      fc.property(fc.array(trees), (tree) => {
        const flat = flatten(null, mapOf(tree)).value as Map<string, unknown>;
        expect([...flat.values()]).toEqual(leavesOf(tree));
      }),
    );
  });
});

describe('Flatten', () => {
  const point = SchemaBuilder.struct().field('x', Schema.INT32_SCHEMA);

  test('gives the default of a struct to its fields', () => {
    const plain = point.build();
    const schema = SchemaBuilder.struct()
      .field('p', new Schema({ ...(plain as SchemaInit), defaultValue: Struct.of(plain, [5]) }))
      .build();
    const { valueSchema, value } = flatten(schema, Struct.of(schema, [null]));
    expect(valueSchema!.field('p.x')!.schema.defaultValue).toBe(5);
    expect((value as Struct).values).toEqual([5]);
  });

  test.each([
    [
      'a map with a schema',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
      new Map(),
      'MAP in field a.m',
    ],
    ['a struct without what it needs', Schema.INT32_SCHEMA, null, 'null used for required field: "a.m"'],
  ])('refuses %s, and says where', (_, ofField, value, message) => {
    const inner = SchemaBuilder.struct().field('m', ofField).build();
    const schema = SchemaBuilder.struct().field('a', inner).build();
    const apply = () => flatten(schema, Struct.of(schema, [Struct.of(inner, [value])]));
    expect(apply).toThrow(DataError);
    expect(apply).toThrow(message);
  });

  test('refuses a struct that contains itself, and leaves it as it is in an array', () => {
    const node = (within: (self: Schema) => Schema): Schema =>
      Schema.recursive((self) => SchemaBuilder.struct().name('node').field('in', within(self)).build());
    const endless = node((self) => self.withOptional(true));
    expect(() => flatten(endless, Struct.of(endless, [null]))).toThrow(/schema node contains itself/);
    const list = node((self) => SchemaBuilder.array(self).build());
    expect(flatten(list, Struct.of(list, [[]])).valueSchema!.field('in')!.schema.valueSchema).toBe(list);
  });

  test('has the delimiter of Java', () => {
    expect(flattenConfig.parse({}).delimiter).toBe('.');
  });
});
