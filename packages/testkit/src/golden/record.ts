import { Headers, SinkRecord, SourceRecord } from '@causeway/api';
import type { ConnectRecord, RecordTimestampType } from '@causeway/api';
import type { GoldenHeader, GoldenRecord } from './case.ts';
import { decodeSchema, decodeValue, encodeSchema, encodeValue } from './encoding.ts';

const timestampTypes: Readonly<Record<string, RecordTimestampType>> = {
  CREATE_TIME: 'CreateTime',
  LOG_APPEND_TIME: 'LogAppendTime',
  NO_TIMESTAMP_TYPE: 'NoTimestampType',
};

/** A record of a case as an object of our model. */
export function decodeRecord(record: GoldenRecord): SourceRecord | SinkRecord {
  const keySchema = decodeSchema(record.keySchema);
  const valueSchema = decodeSchema(record.valueSchema);
  const fields = {
    topic: record.topic!,
    keySchema,
    key: decodeValue(record.key, keySchema),
    valueSchema,
    value: decodeValue(record.value, valueSchema),
    timestamp: record.timestamp == null ? null : Number(record.timestamp),
    headers: decodeHeaders(record.headers ?? []),
  };
  if (record.kind === 'source') {
    const place = { sourcePartition: {}, sourceOffset: {}, kafkaPartition: record.partition ?? null };
    return new SourceRecord({ ...fields, ...place });
  }
  const timestampType = timestampTypes[record.timestampType ?? 'NO_TIMESTAMP_TYPE']!;
  const place = { kafkaPartition: record.partition ?? 0, kafkaOffset: Number(record.offset) };
  return new SinkRecord({ ...fields, ...place, timestampType });
}

function decodeHeaders(headers: readonly GoldenHeader[]): Headers | null {
  if (headers.length === 0) return null;
  return new Headers(
    headers.map(({ name, schema: encoded, value }) => {
      const schema = decodeSchema(encoded);
      return { key: name, schema, value: decodeValue(value, schema) };
    }),
  );
}

/** A record in the encoding of the cases. */
export function encodeRecord(record: ConnectRecord): GoldenRecord {
  const fields = {
    topic: record.topic,
    partition: record.kafkaPartition,
    keySchema: encodeSchema(record.keySchema),
    key: encodeValue(record.key, record.keySchema),
    valueSchema: encodeSchema(record.valueSchema),
    value: encodeValue(record.value, record.valueSchema),
    headers: [...(record.headers ?? [])].map(({ key, schema, value }) => ({
      name: key,
      schema: encodeSchema(schema),
      value: encodeValue(value, schema),
    })),
    timestamp: record.timestamp === null ? null : String(record.timestamp),
  };
  if (!(record instanceof SinkRecord)) return { kind: 'source', ...fields };
  const type = Object.keys(timestampTypes).find((name) => timestampTypes[name] === record.timestampType) ?? null;
  const place = { offset: String(record.kafkaOffset), timestampType: type, originalTopic: record.originalTopic };
  return { kind: 'sink', ...fields, ...place };
}
