import type { Charset } from './charset.ts';

const REPLACEMENT = '\ufffd';
const QUESTION_MARK = 0x3f;

/** A charset of one byte a character, from the 256 characters of its bytes; those that stand for nothing are U+FFFD. */
export function singleByteCharset(characters: readonly string[]): Charset {
  const bytesOf = new Map(characters.map((character, byte) => [character, byte]));
  bytesOf.delete(REPLACEMENT);
  return {
    encode: (text) => Buffer.from(Array.from(text, (character) => bytesOf.get(character) ?? QUESTION_MARK)),
    decode: (bytes) => Array.from(bytes, (byte) => characters[byte]!).join(''),
  };
}

const first256 = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

export const latin1 = singleByteCharset(first256);
export const ascii = singleByteCharset(first256.map((character, byte) => (byte < 0x80 ? character : REPLACEMENT)));
