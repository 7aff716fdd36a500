import { float64 } from '@causeway/api';
import { MAX_DEPTH } from '../max-depth.ts';
import { anythingFields } from '../schema/anything.ts';
import { type Input, MalformedError } from './input.ts';

/** An item has a byte for each field at least. */
const smallestItem = anythingFields.length;

/** Reads data without a schema: one union a kind, of which the first that is not null counts. */
export function readAnything(input: Input, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new MalformedError(`it is nested more than ${MAX_DEPTH} levels deep`);
  let result: unknown = null;
  for (const field of anythingFields) {
    const branch = input.int();
    if (branch > 1 || branch < 0) throw new MalformedError(`its union has 2 branches, but number ${branch} is named`);
    if (branch === 0) continue;
    const value = readField(field, input, depth);
    result ??= value;
  }
  return result;
}

function readField(field: (typeof anythingFields)[number], input: Input, depth: number): unknown {
  switch (field) {
    case 'boolean':
      return input.boolean();
    case 'bytes':
      return input.bytes();
    case 'double':
      return float64(input.double());
    case 'float':
      return float64(input.float());
    case 'int':
      return input.int();
    case 'long':
      return input.long();
    case 'string':
      return input.string();
    case 'array':
      return readArray(input, depth);
    case 'map':
      return readMap(input, depth);
  }
}

function readArray(input: Input, depth: number): unknown[] {
  const items: unknown[] = [];
  for (let count = input.block(smallestItem); count > 0; count = input.block(smallestItem)) {
    for (let i = 0; i < count; i++) items.push(readAnything(input, depth + 1));
  }
  return items;
}

function readMap(input: Input, depth: number): Map<unknown, unknown> {
  const map = new Map();
  for (let count = input.block(2 * smallestItem); count > 0; count = input.block(2 * smallestItem)) {
    for (let i = 0; i < count; i++) map.set(readAnything(input, depth + 1), readAnything(input, depth + 1));
  }
  return map;
}
