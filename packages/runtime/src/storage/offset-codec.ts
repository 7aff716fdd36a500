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
