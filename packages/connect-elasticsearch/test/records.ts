import { type Schema, SinkRecord, type SinkRecordInit, Struct } from '@causeway/api';

/** A record of topic `t`, partition 0, offset 0, unless told otherwise. */
export const record = (init: Partial<SinkRecordInit> = {}): SinkRecord =>
  new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: 0, ...init });

/** Values of a schema's fields, in order, as a struct. */
export const struct = (schema: Schema, ...values: unknown[]): Struct => Struct.of(schema, values);
