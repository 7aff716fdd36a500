import type { Charset } from './charset.ts';

const REPLACEMENT = '\ufffd';

/** Java: a surrogate without its other half is written as a question mark */
export const utf8: Charset = {
  encode: (text) => (text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?')),
  decode(bytes) {
    const text = bytes.toString('utf8');
    return text.includes(REPLACEMENT) ? withJavasReplacements(bytes).toString('utf8') : text;
  },
};

/**
 * Java: a surrogate in three bytes counts as one malformed character, where others count three. It is overwritten by the replacement
 * character, which has three bytes too.
 */
function withJavasReplacements(bytes: Buffer): Buffer {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const second = bytes[at + 1] ?? 0;
    if (second < 0xa0 || second > 0xbf) continue;
    const hasThird = ((bytes[at + 2] ?? 0) & 0xc0) === 0x80;
    parts.push(bytes.subarray(from, at), Buffer.from(REPLACEMENT));
    from = at + (hasThird ? 3 : 2);
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

function encodeUtf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text.toWellFormed(), 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

function decodeUtf16(bytes: Buffer, bigEndian: boolean): string {
  const even = bytes.length - (bytes.length % 2);
  const copy = Buffer.from(bytes.subarray(0, even));
  const text = (bigEndian ? copy.swap16() : copy).toString('utf16le').toWellFormed();
  return even === bytes.length ? text : text + REPLACEMENT;
}

export const utf16be: Charset = {
  encode: (text) => encodeUtf16(text, true),
  decode: (bytes) => decodeUtf16(bytes, true),
};

export const utf16le: Charset = {
  encode: (text) => encodeUtf16(text, false),
  decode: (bytes) => decodeUtf16(bytes, false),
};

const startsWith = (bytes: Buffer, ...mark: readonly number[]): boolean => mark.every((b, i) => bytes[i] === b);

/** Written with a byte order mark, read by it; big endian without one. An empty text has no mark. */
export const utf16: Charset = {
  encode: (text) => (text === '' ? Buffer.alloc(0) : encodeUtf16(`\ufeff${text}`, true)),
  decode(bytes) {
    if (startsWith(bytes, 0xff, 0xfe)) return decodeUtf16(bytes.subarray(2), false);
    return decodeUtf16(startsWith(bytes, 0xfe, 0xff) ? bytes.subarray(2) : bytes, true);
  },
};

function encodeUtf32(text: string, bigEndian: boolean): Buffer {
  const points = Array.from(text.toWellFormed(), (character) => character.codePointAt(0)!);
  const bytes = Buffer.alloc(points.length * 4);
  points.forEach((point, i) => (bigEndian ? bytes.writeUInt32BE(point, i * 4) : bytes.writeUInt32LE(point, i * 4)));
  return bytes;
}

function decodeUtf32(bytes: Buffer, bigEndian: boolean): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4) {
    const isWhole = i + 4 <= bytes.length;
    const point = !isWhole ? Infinity : bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i);
    text += point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : REPLACEMENT;
  }
  return text;
}

export const utf32be: Charset = {
  encode: (text) => encodeUtf32(text, true),
  decode: (bytes) => decodeUtf32(startsWith(bytes, 0, 0, 0xfe, 0xff) ? bytes.subarray(4) : bytes, true),
};

export const utf32le: Charset = {
  encode: (text) => encodeUtf32(text, false),
  decode: (bytes) => decodeUtf32(startsWith(bytes, 0xff, 0xfe, 0, 0) ? bytes.subarray(4) : bytes, false),
};

/** Java: UTF-32 is written big endian and without a mark */
export const utf32: Charset = {
  encode: (text) => encodeUtf32(text, true),
  decode: (bytes) => (startsWith(bytes, 0xff, 0xfe, 0, 0) ? utf32le : utf32be).decode(bytes),
};
