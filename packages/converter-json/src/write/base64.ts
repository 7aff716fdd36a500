export const base64Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

const base64Characters = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 61;

/** Returns the position behind what was written; for few bytes this is cheaper than a call into Node. */
export function writeBase64(memory: Uint8Array, position: number, bytes: Uint8Array, length: number): number {
  let at = position;
  for (let i = 0; i < length; i += 3) {
    const left = length - i;
    const bits = (bytes[i]! << 16) | (left > 1 ? bytes[i + 1]! << 8 : 0) | (left > 2 ? bytes[i + 2]! : 0);
    memory[at++] = base64Characters[bits >> 18]!;
    memory[at++] = base64Characters[(bits >> 12) & 63]!;
    memory[at++] = left > 1 ? base64Characters[(bits >> 6) & 63]! : PADDING;
    memory[at++] = left > 2 ? base64Characters[bits & 63]! : PADDING;
  }
  return at;
}
