import { ConfigError, DataError, Headers, Schema, SchemaBuilder, SourceRecord, Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { HeaderFrom } from '../../src/headers/header-from.ts';
import { VALUE } from '../../src/record/side.ts';

const schema = SchemaBuilder.struct().field('a', Schema.INT32_SCHEMA).field('b', Schema.STRING_SCHEMA).build();
const headers = new Headers([{ key: 'h', schema: null, value: 1 }]);
const record = new SourceRecord({
  ...{ sourcePartition: null, sourceOffset: null, topic: 't', headers },
  ...{ valueSchema: schema, value: Struct.of(schema, [1, 'x']) },
});

function headerFrom(config: Record<string, string>): SourceRecord {
  const transformation = new HeaderFrom(VALUE);
  transformation.configure({ headers: 'h', operation: 'move', ...config });
  return transformation.apply(record);
}

describe('HeaderFrom', () => {
  test('leaves the record that it was given as it was', () => {
    const moved = headerFrom({ fields: 'a' });
    expect([...moved.headers!].map((header) => header.value)).toEqual([1, 1]);
    expect((moved.value as Struct).values).toEqual(['x']);
    expect([...record.headers!]).toHaveLength(1);
    expect((record.value as Struct).values).toEqual([1, 'x']);
  });

  test.each([
    [ConfigError, { fields: 'a,b' }, "'fields' names 2 and 'headers' 1: HeaderFrom needs one header for each field"],
    [DataError, { fields: 'c' }, 'Unknown field for [header move]: c'],
  ])('throws a %o for %o', (type, config, message) => {
    const apply = () => headerFrom(config);
    expect(apply).toThrow(type);
    expect(apply).toThrow(message);
  });
});
