/** Codes of the characters that JSON is made of. */
export const jsonCode = {
  quote: 0x22,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openArray: 0x5b,
  backslash: 0x5c,
  closeArray: 0x5d,
  false: 0x66,
  null: 0x6e,
  true: 0x74,
  unicode: 0x75,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/** One of ASCII's, which are all that JSON has. */
export const isDigit = (c: number): boolean => c >= jsonCode.zero && c <= jsonCode.nine;

/** Does a number begin with this character? */
export const isNumberStart = (c: number): boolean => c === jsonCode.minus || isDigit(c);
