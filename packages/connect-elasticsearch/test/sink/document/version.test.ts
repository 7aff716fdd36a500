import { DataError, Headers, Schema } from '@causeway/api';
import { expect, test } from 'vitest';
import { versionFromHeader, versionFromOffset } from '../../../src/sink/document/version.ts';
import { record } from '../../records.ts';

const withHeader = (value: unknown) =>
  record({ headers: new Headers().add('v', null, 1).add('v', Schema.STRING_SCHEMA, value) });

test('the version is the offset', () => {
  expect(versionFromOffset(record({ kafkaOffset: 9 }))).toBe('9');
});

test.each<[string, unknown, string]>([
  ['a number', 5, '5'],
  ['a long', 2n ** 62n, '4611686018427387904'],
  ['a text of digits', '0012', '12'],
  ['a text with a sign', '+3', '3'],
  ['zero', 0, '0'],
])('a header with %s is a version', (_, value, version) => {
  expect(versionFromHeader('v')(withHeader(value))).toBe(version);
});

test.each<[string, unknown]>([
  ['a negative number', -1],
  ['a fraction', 1.5],
  ['a word', 'x'],
  ['two signs', '++1'],
  ['no value', null],
  ['more than a long holds', '9223372036854775808'],
])('a header with %s is none', (_, value) => {
  expect(() => versionFromHeader('v')(withHeader(value))).toThrow(DataError);
});

test('a missing header is none, and is named', () => {
  expect(() => versionFromHeader('w')(withHeader(1))).toThrow(/header "w" \(external\.version\.header\) is missing/);
  expect(() => versionFromHeader('w')(record())).toThrow(DataError);
});
