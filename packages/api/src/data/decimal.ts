import { brand, isBranded } from '../brand.ts';
import { DataError } from '../errors.ts';

/** An exact decimal number, `unscaled · 10^-scale`, as java.math.BigDecimal has it: 1.0 and 1.00 differ in scale. */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads `-12.340`, `1.2E+3`. @throws DataError if the text is no number */
  static parse(text: string): Decimal {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
    const digits = match === null ? '' : `${match[2]}${match[3] ?? ''}`;
    if (match === null || digits === '') throw new DataError(`Not a decimal number: "${text}"`);
    const unscaled = BigInt(digits);
    const scale = (match[3]?.length ?? 0) - Number(match[4] ?? 0);
    return new Decimal(match[1] === '-' ? -unscaled : unscaled, scale);
  }

  /** From the two's-complement big-endian bytes in which Connect stores a decimal. */
  static fromBytes(bytes: Uint8Array, scale: number): Decimal {
    if (bytes.length === 0) throw new DataError('A decimal needs at least one byte');
    return new Decimal(BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`)), scale);
  }

  /** The shortest two's-complement big-endian bytes of the unscaled number, as BigInteger#toByteArray gives them. */
  toBytes(): Buffer {
    const small = Number(this.unscaled);
    if (small >= -MAX_48_BITS && small < MAX_48_BITS) return smallBytes(small);
    const magnitude = this.unscaled < 0n ? ~this.unscaled : this.unscaled;
    const length = Math.floor(magnitude.toString(2).length / 8) + 1;
    const hex = BigInt.asUintN(length * 8, this.unscaled).toString(16);
    return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
  }

  /** Without an exponent: `1200`, `0.00012`. */
  toPlainString(): string {
    const sign = this.unscaled < 0n ? '-' : '';
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString();
    if (this.scale <= 0) return digits === '0' ? '0' : `${sign}${digits}${'0'.repeat(-this.scale)}`;
    const padded = digits.padStart(this.scale + 1, '0');
    return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
  }

  /** As BigDecimal#toString: an exponent where the scale is negative or the number very small. */
  toString(): string {
    const sign = this.unscaled < 0n ? '-' : '';
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString();
    const exponent = digits.length - 1 - this.scale;
    if (this.scale === 0) return `${sign}${digits}`;
    if (this.scale > 0 && exponent >= -6) return this.toPlainString();
    const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
    return exponent === 0 ? `${sign}${mantissa}` : `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
  }

  /** The nearest double; loses digits where a double can't hold them. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** Same number and same scale, as BigDecimal#equals. */
  equals(other: unknown): boolean {
    return other instanceof Decimal && this.unscaled === other.unscaled && this.scale === other.scale;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(this, value);
  }

  static {
    brand(this, 'Decimal');
  }
}

const MAX_48_BITS = 2 ** 47;

/** Most decimals are small, and a number is many times faster than a bigint. */
function smallBytes(value: number): Buffer {
  let length = 1;
  for (let limit = 128; value >= limit || value < -limit; limit *= 256) length++;
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeIntBE(value, 0, length);
  return bytes;
}
