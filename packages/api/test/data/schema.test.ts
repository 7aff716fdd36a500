import { describe, expect, test } from 'vitest';
import {
  DataError,
  DateType,
  Decimal,
  DecimalType,
  equalValues,
  Schema,
  SchemaBuilder,
  SchemaBuilderError,
  Struct,
  TimestampType,
  TimeType,
  validateValue,
} from '@causeway/api';

const person = SchemaBuilder.struct()
  .name('person')
  .field('name', Schema.STRING_SCHEMA)
  .field('age', SchemaBuilder.int32().defaultValue(3).build())
  .field('note', Schema.OPTIONAL_STRING_SCHEMA)
  .build();

describe('SchemaBuilder', () => {
  test('keeps fields in order and finds them by name', () => {
    expect(person.fields.map((f) => [f.name, f.index])).toEqual([
      ['name', 0],
      ['age', 1],
      ['note', 2],
    ]);
    expect(person.field('age')?.schema.defaultValue).toBe(3);
    expect(person.field('toString')).toBeNull();
  });

  test.each<[string, () => unknown]>([
    ['a name set twice', () => SchemaBuilder.int8().name('a').name('b')],
    ['a version set to another', () => SchemaBuilder.int8().version(1).version(2)],
    ['optional after required', () => SchemaBuilder.int8().required().optional()],
    ['a doc set to another', () => SchemaBuilder.int8().doc('a').doc('b')],
    ['another default', () => SchemaBuilder.int8().defaultValue(1).defaultValue(2)],
    ['null as the default of what is required', () => SchemaBuilder.int8().defaultValue(null)],
    ['a default that does not fit', () => SchemaBuilder.int8().defaultValue(128)],
    ['a field twice', () => SchemaBuilder.struct().field('a', person).field('a', person)],
    ['a field without a name', () => SchemaBuilder.struct().field('', person)],
    ['a field of what is no struct', () => SchemaBuilder.int8().field('a', person)],
  ])('refuses %s', (_, build) => {
    expect(build).toThrow(SchemaBuilderError);
  });
});

test('SchemaBuilder takes the same value again, and the last of a parameter', () => {
  const schema = SchemaBuilder.int8().name('a').name('a').optional().optional().parameter('p', '1').parameter('p', '2');
  expect(schema.build()).toMatchObject({ name: 'a', optional: true, parameters: new Map([['p', '2']]) });
});

describe('Schema.equals', () => {
  test.each<[string, Schema, Schema, boolean]>([
    ['the same parts', SchemaBuilder.int8().name('a').build(), SchemaBuilder.int8().name('a').build(), true],
    ['another name', SchemaBuilder.int8().name('a').build(), SchemaBuilder.int8().name('b').build(), false],
    ['optional and not', Schema.INT8_SCHEMA, Schema.OPTIONAL_INT8_SCHEMA, false],
    ['another default', SchemaBuilder.int8().defaultValue(1).build(), Schema.INT8_SCHEMA, false],
    [
      'the order of parameters',
      SchemaBuilder.int8().parameter('a', '1').parameter('b', '2').build(),
      SchemaBuilder.int8().parameter('b', '2').parameter('a', '1').build(),
      true,
    ],
    [
      'other items',
      SchemaBuilder.array(Schema.INT8_SCHEMA).build(),
      SchemaBuilder.array(Schema.INT16_SCHEMA).build(),
      false,
    ],
    [
      'defaults of the same bytes',
      SchemaBuilder.bytes().defaultValue(Buffer.of(1)).build(),
      SchemaBuilder.bytes().defaultValue(Buffer.of(1)).build(),
      true,
    ],
  ])('sees through %s', (_, a, b, isEqual) => {
    expect(a.equals(b)).toBe(isEqual);
  });

  test('is found again without comparing the parts', () => {
    const [a, b] = [1, 2].map(() => SchemaBuilder.struct().field('person', person.withOptional(true)).build());
    expect(a!.equals(b)).toBe(true);
    Object.defineProperty(b, 'fields', { get: () => expect.unreachable('compared again') });
    expect(a!.equals(b)).toBe(true);
  });

  test('withOptional gives the schema itself where nothing changes', () => {
    expect(person.withOptional(false)).toBe(person);
    expect(Schema.INT8_SCHEMA.withOptional(true).equals(Schema.OPTIONAL_INT8_SCHEMA)).toBe(true);
  });
});

describe('Struct', () => {
  test('gives defaults for what it has not', () => {
    const struct = new Struct(person).put('name', 'x');
    expect([struct.get('name'), struct.get('age'), struct.get('note')]).toEqual(['x', 3, null]);
    expect(struct.getWithoutDefault('age')).toBeNull();
    expect(() => struct.validate()).not.toThrow();
  });

  test.each<[string, () => unknown]>([
    ['a field that is not there', () => new Struct(person).put('nope', 1)],
    ['a value of another type', () => new Struct(person).put('name', 1)],
    ['null where a value is needed', () => new Struct(person).put('name', null)],
    ['a schema that is no struct', () => new Struct(Schema.INT8_SCHEMA)],
    ['a required field without a value', () => new Struct(person).validate()],
    [
      'a nested struct of another schema',
      () =>
        new Struct(SchemaBuilder.struct().field('p', person).build()).put(
          'p',
          new Struct(SchemaBuilder.struct().build()),
        ),
    ],
  ])('refuses %s', (_, use) => {
    expect(use).toThrow(DataError);
  });

  test('is equal by content', () => {
    const make = (name: string) => new Struct(person).put('name', name);
    expect(make('x').equals(make('x'))).toBe(true);
    expect(make('x').equals(make('y'))).toBe(false);
  });
});

describe('validateValue', () => {
  const decimal = DecimalType.schema(2);
  test.each<[string, Schema, unknown, boolean]>([
    ['an INT8 in range', Schema.INT8_SCHEMA, -128, true],
    ['an INT8 out of range', Schema.INT8_SCHEMA, 128, false],
    ['a fraction as INT32', Schema.INT32_SCHEMA, 1.5, false],
    ['a safe integer as INT64', Schema.INT64_SCHEMA, 2 ** 53 - 1, true],
    ['an unsafe integer as INT64', Schema.INT64_SCHEMA, 2 ** 53, false],
    ['a bigint as INT64', Schema.INT64_SCHEMA, 2n ** 63n - 1n, true],
    ['a bigint past INT64', Schema.INT64_SCHEMA, 2n ** 63n, false],
    ['null for an optional', Schema.OPTIONAL_STRING_SCHEMA, null, true],
    ['null for a required', Schema.STRING_SCHEMA, null, false],
    ['a Uint8Array as BYTES', Schema.BYTES_SCHEMA, new Uint8Array(1), true],
    ['a text as BYTES', Schema.BYTES_SCHEMA, 'x', false],
    ['a Decimal', decimal, Decimal.parse('1.00'), true],
    ['bytes as Decimal', decimal, Buffer.of(1), false],
    ['a Date as Timestamp', TimestampType.SCHEMA, new Date(0), true],
    ['a number as Timestamp', TimestampType.SCHEMA, 0, false],
    ['a list with a wrong item', SchemaBuilder.array(Schema.INT8_SCHEMA).build(), [1, 'x'], false],
    [
      'a map with a wrong value',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA).build(),
      new Map([['a', 300]]),
      false,
    ],
    ['an empty array whose schema says nothing of items', new Schema({ type: 'ARRAY' }), [], false],
    ['a map whose schema says nothing of keys', new Schema({ type: 'MAP', valueSchema: person }), new Map(), false],
    [
      'a logical name on another type',
      SchemaBuilder.string().name(TimestampType.LOGICAL_NAME).build(),
      new Date(0),
      true,
    ],
    ['a logical name on a struct', SchemaBuilder.struct().name(TimestampType.LOGICAL_NAME).build(), new Date(0), false],
    ['an object as a map', SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA).build(), { a: 1 }, false],
  ])('%s', (_, schema, value, fits) => {
    const check = () => validateValue(schema, value);
    if (fits) expect(check).not.toThrow();
    else expect(check).toThrow(DataError);
  });

  test('names the place and never the value', () => {
    const schema = SchemaBuilder.array(person).build();
    const value = [Struct.of(person, ['secret', 'secret', null])];
    expect(() => validateValue(schema, value)).toThrow(/field "age"/);
    expect(() => validateValue(schema, value)).not.toThrow(/secret/);
  });
});

describe('logical types', () => {
  test.each([
    ['a day', DateType.encode(new Date('1970-01-03')), 2],
    ['a day before 1970', DateType.encode(new Date('1969-12-31')), -1],
    ['a time', TimeType.encode(new Date(1000)), 1000],
    ['a timestamp', TimestampType.encode(new Date(-5)), -5],
    ['a scale', DecimalType.scaleOf(DecimalType.schema(-2)), -2],
  ])('encode %s', (_, encoded, expected) => {
    expect(encoded).toBe(expected);
  });

  test.each([
    ['a Date with a time of day', () => DateType.encode(new Date(1))],
    ['a Time on another day', () => TimeType.encode(new Date(-1))],
    ['a Decimal without a scale', () => DecimalType.scaleOf(Schema.BYTES_SCHEMA)],
  ])('refuse %s', (_, use) => {
    expect(use).toThrow(DataError);
  });
});

describe('equalValues', () => {
  test.each<[unknown, unknown, boolean]>([
    [NaN, NaN, true],
    [0, -0, false],
    [[1, [2]], [1, [2]], true],
    [new Map([['a', 1]]), new Map([['a', 1]]), true],
    [new Map([[[1], 1]]), new Map([[[1], 1]]), true],
    [new Map([['a', 1]]), new Map([['b', 1]]), false],
    [new Date(1), new Date(1), true],
    [Decimal.parse('1.0'), Decimal.parse('1.00'), false],
    [Buffer.of(1, 2), new Uint8Array([1, 2]), true],
  ])('%o and %o: %s', (a, b, isEqual) => {
    expect(equalValues(a, b)).toBe(isEqual);
  });
});
