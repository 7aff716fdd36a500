import { ConfigError } from '@causeway/api';
import { ascii, latin1 } from './single-byte.ts';
import { legacyCharset } from './legacy.ts';
import { utf16, utf16be, utf16le, utf32, utf32be, utf32le, utf8 } from './unicode.ts';

/** An encoding. What it can't express is replaced, as Java's `String#getBytes` and `new String` do. */
export interface Charset {
  /** Bytes, or a text that stands for its UTF-8 bytes. */
  encode(text: string): Uint8Array | string;
  decode(bytes: Buffer): string;
}

/** The charsets that every Java has, with their aliases there. */
const standard: readonly (readonly [Charset, string])[] = [
  [utf8, 'utf-8 utf8 unicode-1-1-utf-8'],
  [utf16, 'utf-16 utf_16 utf16 unicode unicodebig'],
  [utf16be, 'utf-16be utf_16be x-utf-16be iso-10646-ucs-2 unicodebigunmarked'],
  [utf16le, 'utf-16le utf_16le x-utf-16le unicodelittleunmarked'],
  [utf32, 'utf-32 utf_32 utf32 iso-10646-ucs-4'],
  [utf32be, 'utf-32be utf_32be x-utf-32be'],
  [utf32le, 'utf-32le utf_32le x-utf-32le'],
  [
    latin1,
    'iso-8859-1 iso8859-1 iso8859_1 iso_8859-1 iso_8859_1 iso_8859-1:1987 8859_1 iso-ir-100 latin1 l1 csisolatin1 ibm819 ibm-819 cp819 819',
  ],
  [
    ascii,
    'us-ascii ascii ascii7 iso646-us iso_646.irv:1983 iso_646.irv:1991 iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 csascii cp367 ibm367 646 us default',
  ],
];

const byName = new Map(standard.flatMap(([charset, names]) => names.split(' ').map((name) => [name, charset])));

/** @throws ConfigError if there is no charset of this name */
export function charsetNamed(name: string): Charset {
  const charset = byName.get(name.toLowerCase()) ?? legacyCharset(name.toLowerCase());
  if (charset !== null) return charset;
  throw new ConfigError(
    `Invalid value ${name} for configuration converter.encoding: no supported encoding; UTF-8, UTF-16, UTF-32, US-ASCII, ISO-8859-x, ` +
      'windows-125x, Shift_JIS, EUC-JP, EUC-KR, GBK and Big5 are',
  );
}
