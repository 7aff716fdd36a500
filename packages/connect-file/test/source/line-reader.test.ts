import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineReader } from '../../src/source/line-reader.ts';

interface Line {
  readonly text: string;
  readonly end: number;
}

function drain(reader: LineReader): Line[] {
  const lines: Line[] = [];
  for (let text = reader.next(); text !== null; text = reader.next()) lines.push({ text, end: reader.position });
  return lines;
}

function read(chunks: readonly Uint8Array[], from = 0): Line[] {
  const reader = new LineReader(from);
  return chunks.flatMap((chunk) => {
    reader.append(chunk);
    return drain(reader);
  });
}

/** Lines by another way: byte by byte. */
function expectedLines(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 10 && (bytes[i] !== 13 || i + 1 === bytes.length)) continue;
    const text = Buffer.from(bytes.subarray(start, i)).toString('utf8');
    if (bytes[i] === 13 && bytes[i + 1] === 10) i++;
    start = i + 1;
    lines.push({ text, end: start });
  }
  return lines;
}

describe('LineReader', () => {
  test.each([
    ['lines that end with \\n', ['a\nb\n'], ['a', 'b']],
    ['lines that end with \\r\\n', ['a\r\nb\r\n'], ['a', 'b']],
    ['lines that end with \\r, but for the last byte', ['a\rb\r'], ['a']],
    ['a \\r at the end of a chunk, once the next byte is there', ['a\r', 'b\n'], ['a', 'b']],
    ['a \\r\\n cut in two by a chunk as one end', ['a\r', '\nb\n'], ['a', 'b']],
    ['empty lines', ['\n\n\r\n\r\r\n'], ['', '', '', '', '']],
    ['no line without an end', ['abc'], []],
    ['a line over several chunks', ['a', 'b', 'c\nd'], ['abc']],
    ['a character cut in two by a chunk', [Buffer.from('é\n').subarray(0, 1), Buffer.from('é\n').subarray(1)], ['é']],
    ['what is no UTF-8 as U+FFFD', [Buffer.from([0x61, 0xff, 0x62, 10])], ['a\ufffdb']],
    ['a byte order mark as part of the line', ['\ufeffa\n'], ['\ufeffa']],
    ['a zero byte as part of the line', ['a\0b\n'], ['a\0b']],
  ])('gives %s', (_, chunks, lines) => {
    expect(read(chunks.map((chunk) => Buffer.from(chunk))).map((line) => line.text)).toEqual(lines);
  });

  test('gives a line that is longer than any buffer so far', () => {
    const long = 'é'.repeat(700_000);
    expect(read([Buffer.from(`a\n${long}\nb\n`)]).map((line) => line.text)).toEqual(['a', long, 'b']);
  });

  test('gives what is left as a line when the input is over', () => {
    const reader = new LineReader(0);
    reader.append(Buffer.from('a\nb\r'));
    expect(drain(reader).map((line) => line.text)).toEqual(['a']);
    reader.finish();
    expect(drain(reader).map((line) => line.text)).toEqual(['b']);
    reader.finish();
    expect(reader.next()).toBeNull();
  });

  test('keeps what it holds when its buffer may be released', () => {
    const reader = new LineReader(0);
    reader.append(Buffer.from('a\nb'));
    expect(reader.next()).toBe('a');
    reader.release();
    reader.append(Buffer.from('c\n'));
    expect(reader.next()).toBe('bc');
    reader.release();
    reader.append(Buffer.from('d\n'));
    expect([reader.next(), reader.position]).toEqual(['d', 7]);
  });
});

const someBytes = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('\n', '\r', '\r\n', 'é', '😀', '\ufeff').map((s) => Buffer.from(s)) },
      { weight: 4, arbitrary: fc.string({ maxLength: 8 }).map((s) => Buffer.from(s)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }) },
      { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 140_000 }).map((n) => Buffer.alloc(n, 'x')) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.concat(parts));

const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const sorted = [0, ...places.map((p) => p % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((end, i) => bytes.subarray(sorted[i], end));
};

describe('for any bytes, LineReader', () => {
  test('gives the same lines and positions however they are cut into chunks', () => {
    fc.assert(
      fc.property(someBytes, fc.array(fc.nat()), (bytes, places) => {
        expect(read(cut(bytes, places))).toEqual(expectedLines(bytes));
      }),
    );
  });

  test('goes on at the position of any line with exactly the lines after it', () => {
    fc.assert(
      fc.property(someBytes, fc.nat(), (bytes, n) => {
        const lines = read([bytes]);
        fc.pre(lines.length > 0);
        const i = n % lines.length;
        const from = lines[i]!.end;
        expect(read([bytes.subarray(from)], from)).toEqual(lines.slice(i + 1));
      }),
    );
  });
});
