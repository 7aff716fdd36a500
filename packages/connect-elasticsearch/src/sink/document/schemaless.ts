import { DataError, Float64, kindOf, Struct } from '@causeway/api';
import type { JsonBytes } from './json-bytes.ts';
import { bytesText } from './json-text.ts';
import { writeDouble } from './value-writers.ts';

/** Writes a struct, by its own schema. */
type WriteStruct = (struct: Struct) => void;

/**
 * Writes a value that has no schema, as Java's JsonConverter does: integers stay integers and doubles doubles, a map whose keys are all texts
 * becomes an object, any other map a list of `[key, value]` pairs.
 * @throws DataError for a Decimal or Date, which say nothing of themselves without a schema, and for anything that is no Connect data
 */
export function writeSchemaless(value: unknown, out: JsonBytes, writeStruct: WriteStruct): void {
  switch (typeof value) {
    case 'string':
      out.string(value);
      break;
    case 'number':
      if (Number.isInteger(value)) out.integer(value);
      else writeDouble(value, out);
      break;
    case 'boolean':
    case 'bigint':
      out.ascii(String(value));
      break;
    case 'undefined':
      out.ascii('null');
      break;
    case 'object':
      if (value === null) out.ascii('null');
      else writeObject(value, out, writeStruct);
      break;
    default:
      throw unwritable(value);
  }
}

function writeObject(value: object, out: JsonBytes, writeStruct: WriteStruct): void {
  if (value instanceof Map) writeMap(value, out, writeStruct);
  else if (Array.isArray(value)) writeList(value, out, writeStruct);
  else if (value instanceof Float64) writeDouble(value.value, out);
  else if (value instanceof Uint8Array) out.ascii(bytesText(value));
  else if (value instanceof Struct) writeStruct(value);
  else throw unwritable(value);
}

function writeMap(map: ReadonlyMap<unknown, unknown>, out: JsonBytes, writeStruct: WriteStruct): void {
  const start = out.length;
  let separator = '{';
  for (const [key, value] of map) {
    if (typeof key !== 'string') {
      out.length = start;
      writeList([...map], out, writeStruct);
      return;
    }
    out.ascii(separator);
    separator = ',';
    out.string(key);
    out.ascii(':');
    writeSchemaless(value, out, writeStruct);
  }
  out.ascii(separator === '{' ? '{}' : '}');
}

function writeList(items: readonly unknown[], out: JsonBytes, writeStruct: WriteStruct): void {
  out.ascii('[');
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.ascii(',');
    writeSchemaless(items[i], out, writeStruct);
  }
  out.ascii(']');
}

function unwritable(value: unknown): DataError {
  return new DataError(
    `A value of kind ${kindOf(value)} can't be written to a document without a schema: use a converter that keeps schemas, or cast the field`,
    { code: 'ERR_ELASTICSEARCH_VALUE' },
  );
}
