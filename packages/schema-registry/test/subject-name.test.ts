import { DataError } from '@causeway/api';
import { expect, test } from 'vitest';
import { subjectNameStrategy } from '../src/index.ts';

const prefix = 'io.confluent.kafka.serializers.subject.';

test.each([
  ['TopicNameStrategy', false, 'a.B', 'orders-value'],
  ['TopicNameStrategy', true, null, 'orders-key'],
  [`${prefix}TopicNameStrategy`, false, null, 'orders-value'],
  ['RecordNameStrategy', false, 'a.B', 'a.B'],
  [`${prefix}TopicRecordNameStrategy`, true, 'a.B', 'orders-a.B'],
] as const)('%s names a subject (key: %s, record: %s) %s', (name, isKey, record, subject) => {
  expect(subjectNameStrategy(name)!('orders', isKey, record)).toBe(subject);
});

test.each(['RecordNameStrategy', 'TopicRecordNameStrategy'])('%s needs a record', (name) => {
  const use = (): string => subjectNameStrategy(name)!('orders', true, null);
  expect(use).toThrow(DataError);
  expect(use).toThrow('key.subject.name.strategy');
});

test('an unknown strategy is none', () => {
  expect(subjectNameStrategy('com.example.Mine')).toBeNull();
});
