import { DataError, Float64, Schema, SchemaBuilder, TimestampType } from '@causeway/api';
import { expect, test } from 'vitest';
import { idFromCoordinates, idFromKey } from '../../../src/sink/document/id.ts';
import { record, struct } from '../../records.ts';

test.each<[string, Schema | null, unknown, string]>([
  ['a text', Schema.STRING_SCHEMA, 'a b', 'a b'],
  ['a text without schema', null, 'x', 'x'],
  ['an integer', Schema.INT32_SCHEMA, -5, '-5'],
  ['a long past 2^53', Schema.INT64_SCHEMA, 2n ** 60n, '1152921504606846976'],
  ['an integer without schema', null, 7, '7'],
  ['a long without schema', null, -(2n ** 63n), '-9223372036854775808'],
  ['a text of 512 bytes', Schema.STRING_SCHEMA, 'ž'.repeat(256), 'ž'.repeat(256)],
  ['a time stamp, as Java writes it', TimestampType.SCHEMA, new Date(0), 'Thu Jan 01 00:00:00 UTC 1970'],
])('%s is an id', (_, keySchema, key, id) => {
  expect(idFromKey(record({ keySchema, key }))).toBe(id);
});

const schema = SchemaBuilder.struct().field('id', Schema.INT32_SCHEMA).build();
test.each<[string, Schema | null, unknown, RegExp]>([
  ['no key', null, null, /is null.*key\.ignore=true/],
  ['an empty text', Schema.STRING_SCHEMA, '', /is empty/],
  ['a struct', schema, struct(schema, 1), /is of type STRUCT/],
  ['a boolean', Schema.BOOLEAN_SCHEMA, true, /is of type BOOLEAN/],
  ['a double', Schema.FLOAT64_SCHEMA, 1, /is of type FLOAT64/],
  ['a double without schema', null, new Float64(1), /is of kind Float64/],
  ['a fraction without schema', null, 1.5, /is of kind number/],
  ['bytes', null, Uint8Array.of(1), /is of kind Uint8Array/],
  ['a map', null, new Map([['id', 1]]), /is of kind Map/],
  ['a text of 513 bytes', Schema.STRING_SCHEMA, `${'ž'.repeat(256)}a`, /513 bytes long/],
  ['a text where the schema says integer', Schema.INT32_SCHEMA, 'x', /is of type INT32 \(a value of kind string\)/],
])('%s is no id', (_, keySchema, key, message) => {
  const id = () => idFromKey(record({ keySchema, key }));
  expect(id).toThrow(DataError);
  expect(id).toThrow(message);
});

test('an ignored key gives topic+partition+offset', () => {
  expect(idFromCoordinates(record({ topic: 'Logins', kafkaPartition: 3, kafkaOffset: 42 }))).toBe('Logins+3+42');
});
