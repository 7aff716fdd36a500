/**
 * Bytes of a JSON document as text. Java: Jackson tells UTF-8, UTF-16 and UTF-32 apart by the first bytes, as RFC 4627 says, with a byte order
 * mark or without. What is no valid UTF-8 ends the text with a character that JSON can't have, so that reading fails where it gets there.
 */
const INVALID = '\u0001';

/** UTF-8 without a mark, decoded from `start`; null if it is something else, or not valid. */
export function decodePlainUtf8(bytes: Buffer, start: number): string | null {
  const text = bytes.toString('utf8', start);
  return text.includes('\ufffd') ? null : text;
}

export function decodeText(bytes: Buffer): string {
  const wide = decodeWide(bytes);
  if (wide !== null) return wide;
  const start = bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  return decodePlainUtf8(bytes, start) ?? decodeLeniently(bytes, start);
}

/** Text in two or four bytes a character, null if it is in UTF-8. */
function decodeWide(bytes: Buffer): string | null {
  if (bytes.length < 2) return null;
  const [a, b] = [bytes[0]!, bytes[1]!];
  if (bytes.length >= 4) {
    const quad = bytes.readUInt32BE(0);
    if (quad === 0x0000feff) return decodeUtf32(bytes, 4, true);
    if (quad === 0xfffe0000) return decodeUtf32(bytes, 4, false);
    if (quad >>> 16 === 0xfeff) return decodeUtf16(bytes, 2, true);
    if (quad >>> 16 === 0xfffe) return decodeUtf16(bytes, 2, false);
    if (quad >>> 8 === 0) return decodeUtf32(bytes, 0, true);
    if ((quad & 0x00ffffff) === 0) return decodeUtf32(bytes, 0, false);
  }
  if (a === 0) return decodeUtf16(bytes, 0, true);
  return b === 0 ? decodeUtf16(bytes, 0, false) : null;
}

function decodeUtf16(bytes: Buffer, start: number, bigEndian: boolean): string {
  const end = bytes.length - ((bytes.length - start) % 2);
  const copy = Buffer.from(bytes.subarray(start, end));
  const text = (bigEndian ? copy.swap16() : copy).toString('utf16le');
  return end === bytes.length ? text : text + INVALID;
}

function decodeUtf32(bytes: Buffer, start: number, bigEndian: boolean): string {
  let text = '';
  for (let i = start; i + 4 <= bytes.length; i += 4) {
    const point = bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i);
    if (point > 0x10ffff) return text + INVALID;
    text += String.fromCodePoint(point);
  }
  return (bytes.length - start) % 4 === 0 ? text : text + INVALID;
}

/** Java: Jackson checks lead and continuation bytes only, so that overlong forms and surrogates in three bytes each get through. */
function decodeLeniently(bytes: Buffer, start: number): string {
  const parts: string[] = [];
  for (let i = start; i < bytes.length;) {
    const lead = bytes[i]!;
    const length =
      lead < 0x80 ? 1 : (lead & 0xe0) === 0xc0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : (lead & 0xf8) === 0xf0 ? 4 : 0;
    let point = length === 1 ? lead : lead & (0x7f >> length);
    let isValid = length > 0;
    for (let j = 1; j < length; j++) {
      const next = bytes[i + j] ?? 0;
      isValid &&= (next & 0xc0) === 0x80;
      point = (point << 6) | (next & 0x3f);
    }
    if (!isValid || point > 0x10ffff) return parts.join('') + INVALID;
    parts.push(String.fromCodePoint(point));
    i += length;
  }
  return parts.join('');
}
