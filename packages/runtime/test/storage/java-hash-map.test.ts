import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesKey, type BytesMap, readJavaHashMap, writeJavaHashMap } from '../../src/storage/java-hash-map.ts';

const golden = (name: string): Buffer =>
  readFileSync(new URL(`../../golden/standalone-offsets/${name}.bin`, import.meta.url));
const texts = (map: BytesMap): [string, string | null][] =>
  [...map.values()].map(({ key, value }) => [
    Buffer.from(key).toString(),
    value === null ? null : Buffer.from(value).toString(),
  ]);

describe('an offset file of the Java worker', () => {
  test.each<[string, [string, string | null][]]>([
    ['one-entry', [['["a",{"filename":"a.txt"}]', '{"position":8}']]],
    [
      'two-entries',
      [
        ['["b",{"filename":"b.txt"}]', '{"position":2}'],
        ['["a",{"filename":"a.txt"}]', '{"position":8}'],
      ],
    ],
    [
      'one-removed',
      [
        ['["b",{"filename":"b.txt"}]', null],
        ['["a",{"filename":"a.txt"}]', '{"position":14}'],
      ],
    ],
  ])('%s is read, and written back byte for byte', (name, entries) => {
    const map = readJavaHashMap(golden(name), name);
    expect(texts(map)).toEqual(entries);
    expect(writeJavaHashMap(map)).toEqual(golden(name));
  });

  test('any map survives writing and reading', () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(bytes, fc.option(bytes))), (entries) => {
        const map: BytesMap = new Map(entries.map(([key, value]) => [bytesKey(key), { key, value }]));
        const again = readJavaHashMap(writeJavaHashMap(map), 'file');
        expect([...again.values()].map(({ key, value }) => [[...key], value && [...value]])).toEqual(
          [...map.values()].map(({ key, value }) => [[...key], value && [...value]]),
        );
      }),
    );
  });

  test.each<[string, Buffer]>([
    ['text', Buffer.from('position=8')],
    ['nothing but the magic bytes', Buffer.from('aced0005', 'hex')],
    ['a file cut short', golden('two-entries').subarray(0, 120)],
  ])('%s is refused, with the name of the file and what to do', (_, bytes) => {
    expect(() => readJavaHashMap(bytes, 'connect.offsets')).toThrow(/connect\.offsets is no offset file.*move it away/);
  });
});
