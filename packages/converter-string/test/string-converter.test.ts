import { ConfigError, Schema } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StringConverter } from '../src/index.ts';

function converter(encoding?: string): StringConverter {
  const created = new StringConverter();
  created.configure(encoding === undefined ? {} : { 'converter.encoding': encoding }, false);
  return created;
}

function roundTrip(text: string, encoding?: string): unknown {
  const used = converter(encoding);
  const bytes = used.fromConnectData('t', Schema.STRING_SCHEMA, text);
  return used.toConnectData('t', typeof bytes === 'string' ? Buffer.from(bytes) : bytes).value;
}

describe('StringConverter', () => {
  test.each(['UTF-8', 'utf8', 'UTF-16', 'UTF-16BE', 'UTF-16LE', 'UTF-32', 'UTF-32BE', 'UTF-32LE'])(
    'brings every well-formed text through %s',
    (encoding) => {
      // A mark at the very beginning is the encoding's own in some of them.
      const text = fc.string({ unit: 'grapheme' }).filter((t) => t.isWellFormed() && !t.startsWith('\ufeff'));
      fc.assert(fc.property(text, (t) => roundTrip(t, encoding) === t));
    },
  );

  test.each([
    ['ISO-8859-2', 'Žluťoučký', 'Žluťoučký'],
    ['ISO-8859-9', '\u0085ğ', '\u0085ğ'],
    ['windows-1251', 'Привет', 'Привет'],
    ['cp1252', '€ 5 – 日', '€ 5 – ?'],
    ['KOI8-R', 'Привет', 'Привет'],
    ['Shift_JIS', 'テスト a', 'テスト a'],
    ['EUC-KR', '한국어', '한국어'],
    ['GBK', '中文 €', '中文 €'],
    ['Big5', '中文', '中文'],
    ['US-ASCII', 'é', '?'],
    ['latin1', 'é€😀', 'é??'],
  ])('in %s, %s becomes %s', (encoding, text, expected) => {
    expect(roundTrip(text, encoding)).toBe(expected);
  });

  test.each(['nope', 'utf-7', 'gb18030', 'iso-2022-jp', ''])('refuses the encoding "%s"', (encoding) => {
    expect(() => converter(encoding)).toThrow(ConfigError);
  });

  test('hands UTF-8 on as a text, which the worker writes in place', () => {
    expect(converter().fromConnectData('t', null, 'plain')).toBe('plain');
  });

  test('reads from a plain Uint8Array as from a Buffer', () => {
    const view = new Uint8Array([0, 0x61, 0x62, 0]).subarray(1, 3);
    expect(converter().toConnectData('t', view).value).toBe('ab');
  });
});
