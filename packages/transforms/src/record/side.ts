import type {
  ConfigDefinition,
  ConnectRecord,
  Headers,
  Schema,
  Transformation,
  TransformationPlugin,
} from '@causeway/api';

/** The half of a record that a transformation works on. */
export interface Side {
  /** For messages. */
  readonly name: 'key' | 'value';
  schemaOf(record: ConnectRecord): Schema | null;
  valueOf(record: ConnectRecord): unknown;
  /** The record with another key or value, and other headers if there are any. */
  put<R extends ConnectRecord<R>>(record: R, schema: Schema | null, value: unknown, headers?: Headers): R;
}

export const KEY: Side = {
  name: 'key',
  schemaOf: (record) => record.keySchema,
  valueOf: (record) => record.key,
  put: (record, keySchema, key, headers) =>
    record.newRecord(headers === undefined ? { keySchema, key } : { keySchema, key, headers }),
};

export const VALUE: Side = {
  name: 'value',
  schemaOf: (record) => record.valueSchema,
  valueOf: (record) => record.value,
  put: (record, valueSchema, value, headers) =>
    record.newRecord(headers === undefined ? { valueSchema, value } : { valueSchema, value, headers }),
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
