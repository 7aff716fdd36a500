/** Kafka's signed varints: zigzag, seven bits a byte, lowest first. Lengths and offset deltas fit 32 bits, timestamp deltas may not. */

export function sizeOfVarint(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  return zigzag < 0x80 ? 1 : zigzag < 0x4000 ? 2 : zigzag < 0x20_0000 ? 3 : zigzag < 0x1000_0000 ? 4 : 5;
}

/** Returns the position behind it. */
export function writeVarint(buffer: Uint8Array, position: number, value: number): number {
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  while (zigzag > 0x7f) {
    buffer[position++] = (zigzag & 0x7f) | 0x80;
    zigzag >>>= 7;
  }
  buffer[position++] = zigzag;
  return position;
}

const fitsVarint = (value: number): boolean => value === (value | 0);

export function sizeOfVarlong(value: number): number {
  if (fitsVarint(value)) return sizeOfVarint(value);
  let zigzag = value < 0 ? -2 * value - 1 : 2 * value;
  let size = 1;
  for (; zigzag >= 0x80; size++) zigzag = Math.floor(zigzag / 0x80);
  return size;
}

export function writeVarlong(buffer: Uint8Array, position: number, value: number): number {
  if (fitsVarint(value)) return writeVarint(buffer, position, value);
  let zigzag = value < 0 ? -2 * value - 1 : 2 * value;
  while (zigzag >= 0x80) {
    buffer[position++] = (zigzag % 0x80) | 0x80;
    zigzag = Math.floor(zigzag / 0x80);
  }
  buffer[position++] = zigzag;
  return position;
}

/** Reads varints one after the other; `position` is where the next one starts. Past the end it reads zeros and runs ahead. */
export class VarintReader {
  buffer: Uint8Array;
  position: number;

  constructor(buffer: Uint8Array, position: number) {
    this.buffer = buffer;
    this.position = position;
  }

  varint(): number {
    const { buffer } = this;
    let byte = buffer[this.position++] ?? 0;
    let zigzag = byte & 0x7f;
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = buffer[this.position++] ?? 0;
      zigzag |= (byte & 0x7f) << shift;
    }
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  varlong(): number {
    const { buffer } = this;
    let byte = buffer[this.position++] ?? 0;
    let zigzag = byte & 0x7f;
    for (let factor = 0x80; byte > 0x7f && factor < Number.MAX_SAFE_INTEGER; factor *= 0x80) {
      byte = buffer[this.position++] ?? 0;
      zigzag += (byte & 0x7f) * factor;
    }
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }
}
