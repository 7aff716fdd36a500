import type { Schema } from './schema.ts';

/** What a converter reads from bytes. A null schema with a value is schemaless data; both null is no data at all. */
export interface SchemaAndValue {
  readonly schema: Schema | null;
  readonly value: unknown;
}

export const NULL_SCHEMA_AND_VALUE: SchemaAndValue = Object.freeze({ schema: null, value: null });
