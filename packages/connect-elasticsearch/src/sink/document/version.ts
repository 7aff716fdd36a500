import { DataError, type SinkRecord } from '@causeway/api';

const MAX_VERSION = 2n ** 63n - 1n;

/** The external version of a document: by default the offset of its record, so that an older record never replaces a newer one. */
export type VersionOf = (record: SinkRecord) => string;

export const versionFromOffset: VersionOf = (record) => String(record.kafkaOffset);

/** Takes the version from a header instead. The returned function throws DataError where it is missing or no number from 0. */
export function versionFromHeader(name: string): VersionOf {
  return (record) => {
    const header = record.headers?.lastWithName(name) ?? null;
    if (header === null) throw unusable(name, 'is missing');
    const text = textOf(header.value);
    if (text === null || !/^\d+$/.test(text) || BigInt(text) > MAX_VERSION)
      throw unusable(name, 'is no whole number from 0 to 9223372036854775807');
    return String(BigInt(text));
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.replace(/^\+/, '');
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

function unusable(name: string, what: string): DataError {
  return new DataError(`The header "${name}" (external.version.header) ${what}`, { code: 'ERR_ELASTICSEARCH_VERSION' });
}
