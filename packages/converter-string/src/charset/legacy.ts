/**
 * The older charsets, by the tables that the platform has for decoding; for encoding, they are turned round when first needed. The names
 * are those of the WHATWG encoding standard, which has most of Java's.
 */
import { TextDecoder } from 'node:util';
import type { Charset } from './charset.ts';
import { singleByteCharset } from './single-byte.ts';

const REPLACEMENT = '\ufffd';
const singleByte = /^(?:ibm866|iso-8859-\d+|koi8-[ru]|macintosh|x-mac-cyrillic|windows-\d+)$/;
const doubleByte = /^(?:big5|euc-jp|euc-kr|gbk|shift_jis)$/;

export function legacyCharset(name: string): Charset | null {
  const decoder = decoderNamed(name);
  if (decoder === null) return null;
  if (singleByte.test(decoder.encoding)) return singleByteCharset(charactersOfBytes(decoder, name));
  return doubleByte.test(decoder.encoding) ? doubleByteCharset(decoder) : null;
}

function decoderNamed(name: string): TextDecoder | null {
  try {
    return new TextDecoder(name, { ignoreBOM: true });
  } catch {
    return null;
  }
}

/** Java has the control characters 0x80 to 0x9F in the charsets of ISO, and leaves the free places of other ones free. */
function charactersOfBytes(decoder: TextDecoder, name: string): string[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const isControl = byte >= 0x80 && byte < 0xa0;
    if (isControl && name.startsWith('iso')) return String.fromCharCode(byte);
    const character = decoder.decode(Uint8Array.of(byte));
    return isControl && character.charCodeAt(0) === byte ? REPLACEMENT : character;
  });
}

function doubleByteCharset(decoder: TextDecoder): Charset {
  let bytesOf: ReadonlyMap<string, readonly number[]> | null = null;
  return {
    encode(text) {
      const table = (bytesOf ??= encodingTable(decoder));
      return Buffer.from(Array.from(text, (character) => table.get(character) ?? [0x3f]).flat());
    },
    decode: (bytes) => decoder.decode(bytes),
  };
}

/** Each character with the first of the sequences of one or two bytes that stand for it. */
function encodingTable(decoder: TextDecoder): ReadonlyMap<string, readonly number[]> {
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: readonly number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const isOneCharacter = text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1);
    if (isOneCharacter && text !== REPLACEMENT && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
  return table;
}
