const canonical = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const nextQuad = /[\0- ]*(?:([A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]=|==|[A-Za-z0-9+/]{2}))|$)/y;

/**
 * The bytes of a base64 text; null if it is none. Java: Jackson's MIME_NO_LINEFEEDS takes blanks between, but not inside, groups of four,
 * wants padding, and goes on after it.
 */
export function decodeBase64(text: string): Buffer | null {
  if (canonical.test(text)) return Buffer.from(text, 'base64');
  const parts: Buffer[] = [];
  nextQuad.lastIndex = 0;
  while (nextQuad.lastIndex < text.length) {
    const quad = nextQuad.exec(text);
    if (quad === null) return null;
    if (quad[1] !== undefined) parts.push(Buffer.from(quad[1], 'base64'));
  }
  return Buffer.concat(parts);
}

const LONGEST_SMALL = 8;
const NO_DIGIT = 64;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digits = new Uint8Array(128).fill(NO_DIGIT);
for (let i = 0; i < alphabet.length; i++) digits[alphabet.charCodeAt(i)] = i;

/**
 * The integer that up to six bytes in base64 are, as two's complement with the highest byte first. NaN for more bytes, for none, and for a
 * text that is not in groups of four: see `decodeBase64` then. It is several times faster, and nearly all decimals are small.
 */
export function decodeSmallInteger(text: string): number {
  const { length } = text;
  if (length === 0 || length > LONGEST_SMALL || length % 4 !== 0) return NaN;
  const count = !text.endsWith('=') ? length : text.endsWith('==') ? length - 2 : length - 1;
  let value = 0;
  for (let i = 0; i < count; i++) {
    const digit = digits[text.charCodeAt(i)] ?? NO_DIGIT;
    if (digit === NO_DIGIT) return NaN;
    value = value * 64 + digit;
  }
  const bytes = (count * 6) >> 3;
  const unsigned = Math.floor(value / 2 ** (count * 6 - bytes * 8));
  const range = 2 ** (bytes * 8);
  return unsigned >= range / 2 ? unsigned - range : unsigned;
}
