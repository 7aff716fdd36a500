import type { ConfigDefinition, ConnectRecord, Schema, Transformation, TransformationPlugin } from '@causeway/api';

/** The half of a record that a transformation works on. */
export interface Side {
  schemaOf(record: ConnectRecord): Schema | null;
  valueOf(record: ConnectRecord): unknown;
  /** The record with another key or value. */
  put<R extends ConnectRecord<R>>(record: R, schema: Schema | null, value: unknown): R;
}

const KEY: Side = {
  schemaOf: (record) => record.keySchema,
  valueOf: (record) => record.key,
  put: (record, keySchema, key) => record.newRecord({ keySchema, key }),
};

const VALUE: Side = {
  schemaOf: (record) => record.valueSchema,
  valueOf: (record) => record.value,
  put: (record, valueSchema, value) => record.newRecord({ valueSchema, value }),
};

/** A transformation that exists twice: `X$Key` and `X$Value`. */
export function forKeyAndValue(
  name: string,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the contract of plugins: a definition of any keys
  config: ConfigDefinition<any>,
  create: (side: Side) => Transformation,
): TransformationPlugin[] {
  const plugin = (suffix: string, side: Side): TransformationPlugin => ({
    kind: 'transformation',
    class: `org.apache.kafka.connect.transforms.${name}$${suffix}`,
    config,
    create: () => create(side),
  });
  return [plugin('Key', KEY), plugin('Value', VALUE)];
}
