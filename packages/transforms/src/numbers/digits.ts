const IS_DIGIT = /^\p{Nd}$/v;

/** Digits of all scripts in Unicode's basic plane, which Java takes where it reads integers, as `0` to `9`. */
export function asciiDigits(digits: string): string {
  return digits.replace(/[^0-9]/g, (c) => String(digitOf(c.charCodeAt(0))));
}

/** Each script has its digits in a row that begins at …0 or …6. */
function digitOf(code: number): number {
  const nibble = code & 0xf;
  const beginsAt0 = nibble < 6 || IS_DIGIT.test(String.fromCharCode(code - nibble));
  return beginsAt0 ? nibble : nibble - 6;
}

/** Is it a digit of any script? */
export function isDigit(c: string): boolean {
  return c.charCodeAt(0) < 128 ? c >= '0' && c <= '9' : IS_DIGIT.test(c);
}
