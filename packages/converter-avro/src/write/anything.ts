import { DataError, Float64, kindOf } from '@causeway/api';
import { anythingFields } from '../schema/anything.ts';
import type { AvroType } from '../schema/avro-type.ts';
import { ANYTHING } from '../schema/names.ts';
import { MAX_DEPTH } from '../max-depth.ts';
import type { Output } from './output.ts';

export const isAnything = (type: AvroType): boolean => type.kind === 'record' && type.name === ANYTHING;

const place = new Map<string, number>(anythingFields.map((name, index) => [name, index]));
const count = anythingFields.length;

/** Writes data without a schema, as Java: AvroData#fromConnectData does with ANYTHING_SCHEMA: a union per kind, of which one is not null. */
export function writeAnything(out: Output, value: unknown, where: string, depth: number): void {
  if (depth > MAX_DEPTH) throw new DataError(`The ${where} is nested more than ${MAX_DEPTH} levels deep`);
  if (value === null || value === undefined) {
    nulls(out, count);
    return;
  }
  const kind = kindOfData(value);
  if (kind === null) throw new DataError(`Schemaless data can't hold what is in the ${where}: ${kindOf(value)}`);
  const index = place.get(kind)!;
  nulls(out, index);
  out.int(1);
  writers[kind](out, value, where, depth);
  nulls(out, count - index - 1);
}

function nulls(out: Output, times: number): void {
  for (let i = 0; i < times; i++) out.byte(0);
}

type Kind = Exclude<(typeof anythingFields)[number], 'float' | 'int'>;

/** An integer without a schema is a long, other numbers are doubles. */
function kindOfData(value: unknown): Kind | null {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'long' : 'double';
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? 'long' : null;
    default:
      if (Array.isArray(value)) return 'array';
      if (value instanceof Map) return 'map';
      if (value instanceof Uint8Array) return 'bytes';
      return value instanceof Float64 ? 'double' : null;
  }
}

type WriteKind = (out: Output, value: never, where: string, depth: number) => void;

const writers = {
  boolean: (out: Output, value: boolean) => out.byte(value ? 1 : 0),
  bytes: (out: Output, value: Uint8Array) => out.bytes(value),
  double: (out: Output, value: number | Float64) => out.double(Number(value)),
  long: (out: Output, value: number | bigint) => (typeof value === 'bigint' ? out.bigLong(value) : out.safeLong(value)),
  string: (out: Output, value: string) => out.string(value),
  array: (out: Output, value: readonly unknown[], where: string, depth: number) => {
    if (value.length > 0) out.safeLong(value.length);
    for (const item of value) writeAnything(out, item, where, depth + 1);
    out.byte(0);
  },
  map: (out: Output, value: ReadonlyMap<unknown, unknown>, where: string, depth: number) => {
    if (value.size > 0) out.safeLong(value.size);
    for (const [key, item] of value) {
      writeAnything(out, key, where, depth + 1);
      writeAnything(out, item, where, depth + 1);
    }
    out.byte(0);
  },
} satisfies Record<Kind, WriteKind> as Readonly<
  Record<Kind, (out: Output, value: unknown, where: string, depth: number) => void>
>;
