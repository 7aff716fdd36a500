import { expect, test } from 'vitest';
import { BulkLines } from '../../../src/sink/document/bulk-lines.ts';
import { idFromCoordinates } from '../../../src/sink/document/id.ts';
import type { JsonBytes } from '../../../src/sink/document/json-bytes.ts';
import { written } from '../../json-of.ts';
import { record } from '../../records.ts';

const lines = new BulkLines('Log"ins', 'logins', 5);
const third = record({ topic: 'Log"ins', kafkaPartition: 3, kafkaOffset: 2 ** 40 });

/** Writes the document that stands between what comes before and after it. */
const around =
  (before: (out: JsonBytes) => void, json: string, after: (out: JsonBytes) => void) =>
  (out: JsonBytes): void => {
    before(out);
    out.ascii(json);
    after(out);
  };
const document = (before: (out: JsonBytes) => void, json: string) =>
  around(before, json, (out) => lines.endDocument(out));

test.each<[string, (out: JsonBytes) => void, unknown[]]>([
  [
    'a document under a version',
    document((out) => lines.index(out, 'a"b', '7'), '{"x":1}'),
    [{ index: { _index: 'logins', _id: 'a"b', version: 7, version_type: 'external' } }, { x: 1 }],
  ],
  [
    'a document without a version',
    document((out) => lines.index(out, 'a', null), '{}'),
    [{ index: { _index: 'logins', _id: 'a' } }, {}],
  ],
  [
    'a document under the coordinates of its record',
    document((out) => lines.indexByCoordinates(out, third), '{}'),
    [{ index: { _index: 'logins', _id: idFromCoordinates(third) } }, {}],
  ],
  [
    'a document without an id',
    document((out) => lines.indexWithoutId(out), '{}'),
    [{ index: { _index: 'logins' } }, {}],
  ],
  [
    'an upsert',
    around(
      (out) => lines.upsert(out, 'a'),
      '{"x":1}',
      (out) => lines.endUpsert(out),
    ),
    [{ update: { _index: 'logins', _id: 'a', retry_on_conflict: 5 } }, { doc: { x: 1 }, doc_as_upsert: true }],
  ],
  [
    'a deletion under a version',
    (out) => lines.delete(out, 'a', '3'),
    [{ delete: { _index: 'logins', _id: 'a', version: 3, version_type: 'external' } }],
  ],
  ['a deletion', (out) => lines.delete(out, 'ž', null), [{ delete: { _index: 'logins', _id: 'ž' } }]],
])('%s', (_, write, expected) => {
  const text = written(write);
  expect(text.endsWith('\n')).toBe(true);
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(expected);
});
