import { Schema, SchemaBuilder, SchemaProjector, SchemaProjectorError, Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';

const inner = SchemaBuilder.struct().field('secret', Schema.STRING_SCHEMA).build();
const outer = SchemaBuilder.struct().field('in', inner).build();

describe('SchemaProjector.project', () => {
  test.each<[string, Schema, unknown, Schema, unknown]>([
    ['a long past 2^53 to a double', Schema.INT64_SCHEMA, 2n ** 60n, Schema.FLOAT64_SCHEMA, 2 ** 60],
    ['an integer to the nearest float', Schema.INT32_SCHEMA, 16777217, Schema.FLOAT32_SCHEMA, 16777216],
    ['null where both are optional', Schema.OPTIONAL_INT8_SCHEMA, null, Schema.OPTIONAL_INT64_SCHEMA, null],
    [
      'null to the default of the target',
      Schema.OPTIONAL_INT8_SCHEMA,
      null,
      SchemaBuilder.int16().defaultValue(7).build(),
      7,
    ],
  ])('brings %s', (_, source, value, target, expected) => {
    expect(SchemaProjector.project(source, value, target)).toBe(expected);
  });

  test('does not change the struct it is given', () => {
    const target = SchemaBuilder.struct().field('in', inner).field('n', SchemaBuilder.int8().defaultValue(1).build());
    const value = new Struct(outer).put('in', new Struct(inner).put('secret', 's3cret'));
    const projected = SchemaProjector.project(outer, value, target.build()) as Struct;
    expect(projected.values).toEqual([value.get('in'), 1]);
    expect(value.values).toHaveLength(1);
    expect(projected.get('in')).not.toBe(value.get('in'));
  });

  test('names the path of the fields, and no value, where schemas do not go together', () => {
    const changed = SchemaBuilder.struct().field('secret', Schema.INT8_SCHEMA).build();
    const target = SchemaBuilder.struct().field('in', changed).build();
    const value = new Struct(outer).put('in', new Struct(inner).put('secret', 's3cret'));
    const project = () => SchemaProjector.project(outer, value, target);
    expect(project).toThrow(SchemaProjectorError);
    expect(project).toThrow(/"in".*"secret".*STRING.*INT8/);
    expect(project).not.toThrow(/s3cret/);
  });

  test.each<[string, Schema, unknown]>([
    ['a struct', outer, {}],
    ['an array', SchemaBuilder.array(Schema.INT8_SCHEMA).build(), 1],
    ['a map', SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA).build(), {}],
    ['an array that says what it holds', new Schema({ type: 'ARRAY' }), [1]],
  ])('refuses what is not %s', (_, schema, value) => {
    expect(() => SchemaProjector.project(schema, value, schema)).toThrow(SchemaProjectorError);
  });
});
