import type { SinkRecord } from '@causeway/api';

/** Where a document's record stands in Kafka, by the coordinates that no transformation changes. */
export interface Origin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Null where it was not kept, since nobody wants to be told of records. */
  readonly record: SinkRecord | null;
}

export const originOf = (record: SinkRecord): Origin => ({
  topic: record.originalTopic,
  partition: record.originalKafkaPartition,
  offset: record.originalKafkaOffset,
  record,
});

/** For messages: `record at topic logins, partition 0, offset 7`. */
export const coordinates = ({ topic, partition, offset }: Omit<Origin, 'record'>): string =>
  `record at topic ${topic}, partition ${partition}, offset ${offset}`;
