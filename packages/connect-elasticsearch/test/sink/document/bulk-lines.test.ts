import { expect, test } from 'vitest';
import { bulkLines } from '../../../src/sink/document/bulk-lines.ts';

const lines = bulkLines('logins', 5);

test.each([
  [
    'a document under a version',
    lines.index('a"b', '7', '{"x":1}'),
    [{ index: { _index: 'logins', _id: 'a"b', version: 7, version_type: 'external' } }, { x: 1 }],
  ],
  ['a document without a version', lines.index('a', null, '{}'), [{ index: { _index: 'logins', _id: 'a' } }, {}]],
  ['a document without an id', lines.indexWithoutId('{}'), [{ index: { _index: 'logins' } }, {}]],
  [
    'an upsert',
    lines.upsert('a', '{"x":1}'),
    [{ update: { _index: 'logins', _id: 'a', retry_on_conflict: 5 } }, { doc: { x: 1 }, doc_as_upsert: true }],
  ],
  [
    'a deletion under a version',
    lines.delete('a', '3'),
    [{ delete: { _index: 'logins', _id: 'a', version: 3, version_type: 'external' } }],
  ],
  ['a deletion', lines.delete('a', null), [{ delete: { _index: 'logins', _id: 'a' } }]],
])('%s', (_, text, expected) => {
  expect(text.endsWith('\n')).toBe(true);
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(expected);
});
