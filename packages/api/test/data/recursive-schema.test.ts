import { describe, expect, test } from 'vitest';
import {
  DataError,
  equalSchemas,
  javaString,
  Schema,
  SchemaBuilder,
  SchemaBuilderError,
  SchemaProjector,
  Struct,
  validateValue,
} from '@causeway/api';

/** `value`, an optional `next` of the same, and a list of `others`. */
const nodeOf = (value: Schema): Schema =>
  Schema.recursive((self) =>
    SchemaBuilder.struct()
      .name('node')
      .field('value', value)
      .field('next', self.withOptional(true))
      .field('others', SchemaBuilder.array(self).build())
      .build(),
  );

const node = nodeOf(Schema.INT64_SCHEMA);
const next = node.field('next')!.schema;

/** Each contains the other, and only `person` is made first. */
const peopleWith = (housePart: Schema): Schema =>
  Schema.recursive((person) =>
    SchemaBuilder.struct()
      .name('person')
      .field(
        'house',
        Schema.recursive((house) =>
          SchemaBuilder.struct()
            .name('house')
            .field('part', housePart)
            .field('people', SchemaBuilder.array(person).build())
            .field('beside', house.withOptional(true))
            .build(),
        ),
      )
      .build(),
  );

const chain = (length: number): Struct => {
  let last: Struct | null = null;
  for (let i = length; i > 0; i--) last = Struct.of(i === 1 ? node : next, [i, last, []]);
  return last!;
};

describe('Schema.recursive', () => {
  test('gives the schema and its copies the same fields', () => {
    expect(next.optional).toBe(true);
    expect(next.fields).toBe(node.fields);
    expect(next.name).toBe('node');
    expect(next.field('next')!.schema).toBe(next);
    expect(node.field('others')!.schema.valueSchema).toBe(node);
  });

  test('keeps what a copy has otherwise, also where copies are made of copies', () => {
    const schema = Schema.recursive((self) => ({
      type: 'STRUCT',
      doc: 'whole',
      parameters: new Map([['a', '1']]),
      fields: [{ name: 'next', schema: self.with({ parameters: new Map([['b', '2']]) }).withOptional(true) }],
    }));
    expect(schema.field('next')!.schema).toMatchObject({
      optional: true,
      doc: 'whole',
      parameters: new Map([['b', '2']]),
    });
  });

  test('makes two that contain each other', () => {
    const person = peopleWith(Schema.STRING_SCHEMA);
    const house = person.field('house')!.schema;
    expect(house.field('people')!.schema.valueSchema).toBe(person);
    expect([person.isRecursive, house.isRecursive]).toEqual([true, true]);
  });

  test.each<[string, () => unknown]>([
    ['what is no STRUCT', () => Schema.recursive((self) => SchemaBuilder.array(self).build())],
    ['fields asked for too early', () => Schema.recursive((self) => ({ type: 'STRUCT', fields: [...self.fields] }))],
    ['a copy by hand', () => Schema.recursive((self) => new Schema({ type: 'STRUCT', fields: self.fields }))],
  ])('refuses %s', (_, make) => {
    expect(make).toThrow(SchemaBuilderError);
  });
});

describe('isRecursive', () => {
  test.each<[string, Schema, boolean]>([
    ['a schema that contains itself', node, true],
    ['its optional copy', next, true],
    ['a later copy', node.with({ name: 'other' }), true],
    ['a list of it', node.field('others')!.schema, false],
    ['a struct around it', SchemaBuilder.struct().field('node', node).build(), false],
    ['a primitive', Schema.INT8_SCHEMA, false],
    [
      'a struct that could contain itself and does not',
      Schema.recursive(() => SchemaBuilder.struct().field('a', node).build()),
      false,
    ],
  ])('of %s', (_, schema, isRecursive) => {
    expect(schema.isRecursive).toBe(isRecursive);
  });

  test('is told right after it was asked for too early', () => {
    const early: boolean[] = [];
    const outer = Schema.recursive((self) => {
      const inner = Schema.recursive(() => SchemaBuilder.struct().field('outer', self).build());
      early.push(self.isRecursive, inner.isRecursive);
      return SchemaBuilder.struct().field('inner', inner).build();
    });
    expect(early).toEqual([true, true]);
    expect(outer.field('inner')!.schema.isRecursive).toBe(true);
  });
});

describe('equals', () => {
  const unrolled = Schema.recursive((self) =>
    SchemaBuilder.struct()
      .name('node')
      .field('value', Schema.INT64_SCHEMA)
      .field(
        'next',
        SchemaBuilder.struct()
          .name('node')
          .optional()
          .field('value', Schema.INT64_SCHEMA)
          .field('next', self.withOptional(true))
          .field('others', SchemaBuilder.array(self).build())
          .build(),
      )
      .field('others', SchemaBuilder.array(self).build())
      .build(),
  );

  test.each<[string, Schema, Schema, boolean]>([
    ['the same made twice', node, nodeOf(Schema.INT64_SCHEMA), true],
    ['one that is written out once more', node, unrolled, true],
    ['another field inside', node, nodeOf(Schema.INT32_SCHEMA), false],
    ['a required and an optional one', node, next, false],
    ['its copy made required again', node, next.withOptional(false), true],
    ['one without the cycle', node, SchemaBuilder.struct().name('node').build(), false],
    ['two that contain each other', peopleWith(Schema.INT8_SCHEMA), peopleWith(Schema.INT8_SCHEMA), true],
    ['a difference in the inner one', peopleWith(Schema.INT8_SCHEMA), peopleWith(Schema.INT16_SCHEMA), false],
  ])('sees through %s', (_, a, b, isEqual) => {
    expect([a.equals(b), b.equals(a), equalSchemas(a, b)]).toEqual([isEqual, isEqual, isEqual]);
  });

  test('does not remember what held only under an assumption', () => {
    // `part` differs after the people were compared with the house around them taken for equal
    const make = (last: Schema): Schema =>
      Schema.recursive((self) =>
        SchemaBuilder.struct()
          .field(
            'inner',
            Schema.recursive(() => SchemaBuilder.struct().field('outer', self).build()),
          )
          .field('last', last)
          .build(),
      );
    const [a, b] = [make(Schema.INT8_SCHEMA), make(Schema.INT16_SCHEMA)];
    expect(a.equals(b)).toBe(false);
    expect(a.field('inner')!.schema.equals(b.field('inner')!.schema)).toBe(false);
  });
});

describe('data of a recursive schema', () => {
  test('is checked to its depth', () => {
    expect(() => validateValue(node, chain(50))).not.toThrow();
    const wrong = Struct.of(node, [1, Struct.of(next, ['x', null, []]), []]);
    expect(() => validateValue(node, wrong)).toThrow(/field "value"/);
    expect(() => new Struct(node).put('next', new Struct(SchemaBuilder.struct().build()))).toThrow(DataError);
  });

  test('is checked with an equal schema that was made elsewhere', () => {
    expect(() => validateValue(nodeOf(Schema.INT64_SCHEMA), chain(3))).not.toThrow();
  });

  test('is projected', () => {
    const projected = SchemaProjector.project(nodeOf(Schema.INT64_SCHEMA), chain(3), nodeOf(Schema.FLOAT64_SCHEMA));
    expect(javaString(projected)).toBe(
      'Struct{value=1.0,next=Struct{value=2.0,next=Struct{value=3.0,others=[]},others=[]},others=[]}',
    );
  });

  test('is compared and printed', () => {
    expect(chain(3).equals(chain(3))).toBe(true);
    expect(chain(3).equals(chain(2))).toBe(false);
    expect(javaString(chain(2), node)).toBe('Struct{value=1,next=Struct{value=2,others=[]},others=[]}');
  });

  const endless = Struct.of(node, [1, null, []]);
  endless.values[1] = endless;
  test.each<[string, () => unknown]>([
    ['checked', () => validateValue(node, chain(100_000))],
    ['printed', () => javaString(chain(100_000))],
    ['projected', () => SchemaProjector.project(node, chain(100_000), nodeOf(Schema.FLOAT64_SCHEMA))],
    ['compared', () => chain(100_000).equals(chain(100_000))],
    ['printed though it contains itself', () => javaString(endless)],
  ])('is refused where it is nested too deeply to be %s', (_, use) => {
    expect(use).toThrow(DataError);
  });
});
