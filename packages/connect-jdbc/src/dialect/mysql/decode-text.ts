/** Text in UTF-8. Short texts of ASCII, which most are, are put together here: that takes a third of the time of a call into Node. */
export function decodeText(bytes: Buffer): string {
  const make = makers[bytes.length];
  if (make === undefined) return bytes.toString('utf8');
  let seen = 0;
  for (const byte of bytes) seen |= byte;
  return seen < 128 ? make(bytes) : bytes.toString('utf8');
}

const code = String.fromCharCode;

/** By length; with a fixed number of arguments the engine builds the text in place. */
// prettier-ignore
const makers: readonly ((b: Buffer) => string)[] = [
  () => '',
  (b) => code(b[0]!),
  (b) => code(b[0]!, b[1]!),
  (b) => code(b[0]!, b[1]!, b[2]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!, b[9]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!, b[9]!, b[10]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!, b[9]!, b[10]!, b[11]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!, b[9]!, b[10]!, b[11]!, b[12]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!, b[9]!, b[10]!, b[11]!, b[12]!, b[13]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!, b[9]!, b[10]!, b[11]!, b[12]!, b[13]!, b[14]!),
  (b) => code(b[0]!, b[1]!, b[2]!, b[3]!, b[4]!, b[5]!, b[6]!, b[7]!, b[8]!, b[9]!, b[10]!, b[11]!, b[12]!, b[13]!, b[14]!, b[15]!),
];
