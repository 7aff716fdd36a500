import { int64 } from '@causeway/api';
import type { FieldShape } from '../proto/field-shape.ts';
import { Kind } from '../proto/kind.ts';

const NO_BYTES = Buffer.alloc(0);

/** What a value that is not in the message is, by protobuf's rules: zero, empty, or an enum's first value. */
export function typeDefault(shape: FieldShape, intForEnums: boolean): unknown {
  const { kind, enumeration } = shape;
  if (enumeration !== null) {
    const [first] = Object.entries(enumeration.values);
    return first === undefined ? null : first[intForEnums ? 1 : 0];
  }
  if (kind === Kind.bool) return false;
  if (kind === Kind.string) return '';
  if (kind === Kind.bytes) return NO_BYTES;
  return kind === Kind.message || kind === Kind.group ? null : 0;
}

/** proto2's `[default = …]`; undefined where there is none. */
export function declaredDefault({ field, kind, enumeration }: FieldShape, intForEnums: boolean): unknown {
  if (field === null || (field.options as Record<string, unknown> | undefined)?.['default'] === undefined)
    return undefined;
  const value: unknown = field.defaultValue;
  if (enumeration !== null) return intForEnums ? value : enumeration.valuesById[value as number];
  if (kind === Kind.bytes) return Buffer.from(value as Uint8Array);
  return isLong(value) ? int64((BigInt(value.high) << 32n) | BigInt(value.low >>> 0)) : value;
}

interface Long {
  readonly low: number;
  readonly high: number;
}

const isLong = (value: unknown): value is Long => typeof value === 'object' && value !== null && 'high' in value;
