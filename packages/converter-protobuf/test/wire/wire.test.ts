import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { Cursor } from '../../src/wire/cursor.ts';
import { Malformed } from '../../src/wire/malformed.ts';
import { messageIndexBytes, readMessageIndexes } from '../../src/wire/message-indexes.ts';
import { Output } from '../../src/wire/output.ts';

function written(write: (output: Output) => void): Buffer {
  const output = new Output();
  output.begin();
  output.reserve(64);
  write(output);
  return output.finish();
}

function cursorOn(bytes: Uint8Array): Cursor {
  const cursor = new Cursor();
  cursor.reset(Buffer.from(bytes), 0);
  return cursor;
}

/** As protobufjs takes numbers of 64 bits. */
const long = (value: bigint) =>
  ({ low: Number(BigInt.asIntN(32, value)), high: Number(value >> 32n), unsigned: false }) as protobuf.Long;

/** Every number with an interesting length or sign, and others. */
const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 127, 128, 16383, 16384, 2 ** 31 - 1, -(2 ** 31)));
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(
    0n,
    -1n,
    2n ** 53n,
    -(2n ** 53n),
    2n ** 53n - 1n,
    2n ** 32n,
    -(2n ** 32n),
    2n ** 63n - 1n,
    -(2n ** 63n),
  ),
);
const normal = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

describe('numbers are written as protobufjs writes them, and read back', () => {
  test.each([
    ['int32', (o, v) => o.int32(v), (c) => c.int32()],
    ['sint32', (o, v) => o.sint32(v), (c) => c.sint32()],
    ['sfixed32', (o, v) => o.fixed32(v), (c) => c.sfixed32()],
  ] as [name: 'int32' | 'sint32' | 'sfixed32', (o: Output, v: number) => void, (c: Cursor) => number][])(
    '%s',
    (name, write, read) => {
      fc.assert(
        fc.property(int32, (value) => {
          const bytes = written((output) => write(output, value));
          expect(bytes).toEqual(Buffer.from(protobuf.Writer.create()[name](value).finish()));
          expect(read(cursorOn(bytes))).toBe(value);
        }),
      );
    },
  );

  test.each([
    ['int64', (o, v) => o.int64(v), (c) => c.int64()],
    ['sint64', (o, v) => o.sint64(v), (c) => c.sint64()],
    ['sfixed64', (o, v) => o.fixed64(v), (c) => c.fixed64()],
  ] as [
    name: 'int64' | 'sint64' | 'sfixed64',
    (o: Output, v: number | bigint) => void,
    (c: Cursor) => number | bigint,
  ][])('%s', (name, write, read) => {
    fc.assert(
      fc.property(int64, (value) => {
        const bytes = written((output) => write(output, normal(value)));
        expect(bytes).toEqual(Buffer.from(protobuf.Writer.create()[name](long(value)).finish()));
        expect(read(cursorOn(bytes))).toBe(normal(value));
      }),
    );
  });

  test('uint32, fixed32', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        expect(cursorOn(written((o) => o.uint32(value))).unsigned32()).toBe(value);
        expect(cursorOn(written((o) => o.uint32(value))).uint32()).toBe(value);
        expect(cursorOn(written((o) => o.fixed32(value))).fixed32()).toBe(value);
      }),
    );
  });

  test('float, double', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(cursorOn(written((o) => o.double(value))).double()).toBe(value);
        expect(cursorOn(written((o) => o.float(value))).float()).toBe(Math.fround(value));
      }),
    );
  });

  test('texts and bytes of any length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.uint8Array({ maxLength: 20_000 }),
        (text, raw) => {
          const bytes = written((output) => {
            output.string(text);
            output.bytes(raw);
          });
          expect(bytes).toEqual(Buffer.from(protobuf.Writer.create().string(text).bytes(raw).finish()));
          const cursor = cursorOn(bytes);
          expect(cursor.string()).toBe(text);
          expect(cursor.bytes()).toEqual(Buffer.from(raw));
        },
      ),
    );
  });
});

test.each([0, 1, 127, 128, 16383, 16384, 70_000, 2_100_000])(
  'a part of %d bytes has its length before it',
  (length) => {
    const bytes = written((output) => {
      const part = output.openPart();
      output.reserve(length);
      output.raw(Buffer.alloc(length, 7));
      output.closePart(part);
    });
    expect(bytes.equals(protobuf.Writer.create().bytes(Buffer.alloc(length, 7)).finish())).toBe(true);
  },
);

test('messages that were given out are not written over', () => {
  const output = new Output();
  const all = Array.from({ length: 2000 }, (_, i) => {
    output.begin();
    output.string(`message ${i} ${'x'.repeat(i % 90)}`);
    return output.finish();
  });
  output.begin();
  output.string('not finished');
  output.begin();
  expect(all.map((bytes) => cursorOn(bytes).string())).toEqual(
    Array.from({ length: 2000 }, (_, i) => `message ${i} ${'x'.repeat(i % 90)}`),
  );
});

test.each([
  ['a number of 64 bits, of which 32 count', 'ffffffffffffffff7f', -1],
  ['one byte', '05', 5],
  ['ten bytes', 'ffffffffffffffffff01', -1],
])('an int32 is read from %s', (_, hex, value) => {
  expect(cursorOn(Buffer.from(hex, 'hex')).int32()).toBe(value);
});

test.each([
  ['an unfinished varint', 'ff', (c: Cursor) => c.int64(), 'truncated'],
  ['a varint of 11 bytes', 'ffffffffffffffffffff01', (c: Cursor) => c.int64(), 'longer than 10 bytes'],
  ['a length of 64 bits', 'ffffffffff7f', (c: Cursor) => c.string(), 'larger than 32 bits'],
  ['a text that is cut off', '0541', (c: Cursor) => c.string(), 'truncated'],
  ['a text that is no UTF-8', '01ff', (c: Cursor) => c.string(), 'not valid UTF-8'],
  ['four bytes of a double', '00000000', (c: Cursor) => c.double(), 'truncated'],
  ['a part that is longer than the message', '0a00', (c: Cursor) => c.delimited(), 'truncated'],
  ['wire type 6', '', (c: Cursor) => c.skip(14, 0), 'wire type 6'],
  ['the end of no group', '', (c: Cursor) => c.skip(12, 0), 'did not begin'],
  ['a group that ends otherwise', '14', (c: Cursor) => c.skip(11, 0), 'ends with the number 2'],
  ['groups in groups', '0b'.repeat(200), (c: Cursor) => c.skip(11, 0), 'nested more than 100 deep'],
])('%s is refused', (_, hex, read, message) => {
  expect(() => read(cursorOn(Buffer.from(hex, 'hex')))).toThrow(Malformed);
  expect(() => read(cursorOn(Buffer.from(hex, 'hex')))).toThrow(message);
});

test('a replacement character that is in the text itself is no mistake', () => {
  expect(cursorOn(Buffer.from('03efbfbd', 'hex')).string()).toBe('\ufffd');
});

test('half of a surrogate pair is not written', () => {
  expect(() => written((output) => output.string('a\ud800'))).toThrow('half of a surrogate pair');
});

describe('message indexes', () => {
  test.each([
    [[0], '00'],
    [[1], '0202'],
    [[0, 0], '040000'],
    [[2, 3, 64], '0604068001'],
  ])('%j are written as %s', (indexes, hex) => {
    expect(messageIndexBytes(indexes).toString('hex')).toBe(hex);
    expect(readMessageIndexes(cursorOn(Buffer.from(hex, 'hex')))).toEqual(indexes);
  });

  test('the first message may be written in full', () => {
    expect(readMessageIndexes(cursorOn(Buffer.from('0200', 'hex')))).toEqual([0]);
  });

  test.each([
    ['a negative count', '01', 'a count of -1'],
    ['a huge count', 'feffffff0f', 'a count of 2147483647'],
    ['a negative index', '0201', 'the index -1'],
    ['too few', '0402', 'truncated'],
    ['none at all', '', 'truncated'],
  ])('%s is refused', (_, hex, message) => {
    expect(() => readMessageIndexes(cursorOn(Buffer.from(hex, 'hex')))).toThrow(message);
  });
});
