import { DataError, kindOf, type Schema, type SinkRecord } from '@causeway/api';

/** The longest id that Elasticsearch takes, in bytes. */
const MAX_ID_BYTES = 512;

const NUMERIC = new Set(['INT8', 'INT16', 'INT32', 'INT64']);

/** The id of a document whose key is ignored: one for each record, and the same when the record comes again. */
export const idFromCoordinates = (record: SinkRecord): string =>
  `${record.topic}+${record.kafkaPartition}+${record.kafkaOffset}`;

/**
 * The id of a document from the record's key.
 * @throws DataError unless the key is an integer or a text that is not empty and not longer than 512 bytes
 */
export function idFromKey({ key, keySchema }: SinkRecord): string {
  if (key === null || key === undefined) throw unusable('is null');
  const id = keySchema === null ? inferred(key) : bySchema(keySchema, key);
  if (id === '') throw unusable('is empty');
  // no text of that many UTF-16 units is longer, so most are not measured
  if (id.length > MAX_ID_BYTES / 3 && Buffer.byteLength(id) > MAX_ID_BYTES)
    throw unusable(`is ${Buffer.byteLength(id)} bytes long, more than the ${MAX_ID_BYTES} that Elasticsearch takes`);
  return id;
}

function bySchema(schema: Schema, key: unknown): string {
  if (schema.type === 'STRING' && typeof key === 'string') return key;
  if (NUMERIC.has(schema.type)) {
    if (Number.isInteger(key) || typeof key === 'bigint') return String(key);
    if (key instanceof Date && !Number.isNaN(key.getTime())) return javaDateText(key);
  }
  throw unusable(`is of type ${schema.type} (a value of kind ${kindOf(key)}), which can't be an id`);
}

function inferred(key: unknown): string {
  if (typeof key === 'string') return key;
  if (Number.isInteger(key) || typeof key === 'bigint') return String(key);
  throw unusable(`is of kind ${kindOf(key)}, which can't be an id`);
}

/** Java: a logical date or time as key is an integer by its schema, and its id is java.util.Date#toString, here in UTC. */
function javaDateText(date: Date): string {
  const [day, dayOfMonth, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${dayOfMonth} ${time} UTC ${year}`;
}

function unusable(what: string): DataError {
  return new DataError(
    `The key is used as document id, but it ${what}. Keys must be texts or integers: change the key (with the ValueToKey and ExtractField transformations, for instance) or set key.ignore=true`,
    { code: 'ERR_ELASTICSEARCH_KEY' },
  );
}
