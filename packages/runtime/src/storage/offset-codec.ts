import type { SourceOffset, SourcePartition } from '@causeway/api';
import { DataError } from '@causeway/api';
import { JsonConverter } from '@causeway/converter-json';

/**
 * Offsets as they are stored: the key is the JSON array `["connector",{partition}]`, the value the offset as a JSON object. The bytes are
 * compared as they are, so keys keep the order in which the connector wrote them. Java: OffsetStorageWriter, OffsetUtils
 */
const json = new JsonConverter();
json.configure({ 'schemas.enable': 'false' }, false);

const toMap = (flat: Readonly<Record<string, unknown>>): Map<string, unknown> => new Map(Object.entries(flat));

function checkFlat(what: string, flat: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(flat)) {
    const isObject = typeof value === 'object' && value !== null && value.constructor.name !== 'Float64';
    if (isObject || value === undefined) {
      throw new DataError(
        `A source ${what} may hold texts, numbers, booleans and null only; "${key}" is something else`,
      );
    }
  }
}

const toBytes = (value: unknown): Buffer => Buffer.from(json.fromConnectData('', null, value) ?? '');

/** @throws DataError if the partition is not flat */
export function encodePartition(connector: string, partition: SourcePartition): Buffer {
  checkFlat('partition', partition);
  return toBytes([connector, toMap(partition)]);
}

/** @throws DataError if the offset is not flat */
export function encodeOffset(offset: SourceOffset): Buffer {
  checkFlat('offset', offset);
  return toBytes(toMap(offset));
}

export function decodeOffset(bytes: Uint8Array | null): SourceOffset | null {
  const { value } = json.toConnectData('', bytes);
  return value instanceof Map ? (Object.fromEntries(value) as SourceOffset) : null;
}

/** Whose offset a key stands for; null for what is no such key. */
export function decodeKey(
  bytes: Uint8Array,
): { readonly connector: string; readonly partition: SourcePartition } | null {
  let key: unknown;
  try {
    key = json.toConnectData('', bytes).value;
  } catch {
    return null;
  }
  if (!Array.isArray(key) || key.length !== 2) return null;
  const [connector, partition] = key as unknown[];
  if (typeof connector !== 'string' || !(partition instanceof Map)) return null;
  return { connector, partition: Object.fromEntries(partition) as SourcePartition };
}

/** JSON as offsets are read: objects are maps, and each number keeps its kind. @throws DataError for what is no JSON */
export const decodeJson = (bytes: Uint8Array | null): unknown => json.toConnectData('', bytes).value;
