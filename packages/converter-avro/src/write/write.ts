import { DataError, type Schema, kindOf } from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import type { AvroType } from '../schema/avro-type.ts';
import type { Output } from './output.ts';

/** Writes a value. @throws DataError if it does not fit */
export type Write = (out: Output, value: unknown) => void;

export interface WriterOptions {
  readonly settings: AvroSettings;
  /** What the value is, for messages: `value`, `field "a.b"`. */
  readonly place: string;
  /** Whether what the Avro schema has no place for is left out; otherwise it is an error. */
  readonly dropsUnknown: boolean;
}

/** The same while a schema is compiled. */
export interface CompileOptions extends WriterOptions {
  /** Of structs that contain themselves. */
  readonly recursive: Map<Schema, Map<AvroType, Write>>;
}

export function mismatch(schema: Schema, place: string, value: unknown): DataError {
  return new DataError(`Invalid type for ${schema.name ?? schema.type} of ${place}: ${kindOf(value)}`);
}

export function cannotHold(type: AvroType, schema: Schema | null, place: string): DataError {
  const avro = 'name' in type ? `${type.kind} ${type.name}` : type.kind;
  const connect =
    schema === null ? 'schemaless data' : `${schema.type}${schema.name === null ? '' : ` (${schema.name})`}`;
  return new DataError(`The Avro type ${avro} of ${place} can't hold ${connect}`);
}

export const isNull = (place: string): DataError => new DataError(`Found null for required ${place}`);
