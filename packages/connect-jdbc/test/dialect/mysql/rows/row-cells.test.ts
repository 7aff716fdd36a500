import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../../src/dialect/mysql/rows/decode-text.ts';
import { RowCells } from '../../../../src/dialect/mysql/rows/row-cells.ts';

/** A cell with its length in the fewest bytes, as servers write it. */
function encoded(text: string | null): Buffer {
  if (text === null) return Buffer.of(0xfb);
  const bytes = Buffer.from(text);
  const { length } = bytes;
  if (length < 0xfb) return Buffer.concat([Buffer.of(length), bytes]);
  const tag = length < 2 ** 16 ? 0xfc : length < 2 ** 24 ? 0xfd : 0xfe;
  const size = Buffer.alloc(9);
  size[0] = tag;
  size.writeUIntLE(length, 1, 6);
  return Buffer.concat([size.subarray(0, 1 + { 0xfc: 2, 0xfd: 3, 0xfe: 8 }[tag]), bytes]);
}

/** The cells of a row that stands behind and before other bytes. */
function read(row: Buffer, count: number): (string | null)[] {
  const bytes = Buffer.concat([Buffer.from('before'), row, Buffer.from('behind')]);
  const cells = new RowCells(count);
  cells.locate(bytes, 6, 6 + row.length);
  return Array.from({ length: count }, (_, i) => cells.read(i, decodeText));
}

describe('the cells of a row', () => {
  test.each([
    ['short', ['1', 'two', '', 'four']],
    ['NULL', [null, 'a', null, null]],
    ['of 250, 251 and 252 bytes', ['a'.repeat(250), 'b'.repeat(251), 'c'.repeat(252)]],
    ['around 64 KiB', ['a'.repeat(65_535), 'b'.repeat(65_536), null]],
    ['around 16 MiB', ['a'.repeat(2 ** 24 - 1), 'b'.repeat(2 ** 24), 'é']],
  ])('that are %s are found', (_, texts) => {
    const found = read(Buffer.concat(texts.map(encoded)), texts.length);
    expect(found.every((text, i) => text === texts[i])).toBe(true);
  });

  test.each([
    ['that ends early', Buffer.from([3, 97, 97])],
    ['that ends before its last cell', Buffer.from([1, 97])],
    ['that goes on behind its last cell', Buffer.from([1, 97, 1, 97, 0])],
    ['that ends within a length', Buffer.from([1, 97, 0xfc, 1])],
    ['whose cell is longer than memory', Buffer.from([1, 97, 0xfe, 255, 255, 255, 255, 255, 255, 255, 255])],
    ['with a cell of no known length', Buffer.from([1, 97, 0xff, 0, 0, 0, 0, 0, 0, 0, 0])],
  ])('of a row %s are refused', (_, row) => {
    expect(() => read(row, 2)).toThrow(/The server sent a row/);
  });

  test('of the row before are forgotten', () => {
    const cells = new RowCells(2);
    cells.locate(Buffer.concat([encoded('a'), encoded(null)]), 0, 3);
    cells.locate(Buffer.concat([encoded(null), encoded('b')]), 0, 3);
    expect([cells.read(0, decodeText), cells.read(1, decodeText)]).toEqual([null, 'b']);
  });
});
