import { Schema, SchemaBuilder, SourceRecord, Struct, type Transformation } from '@causeway/api';
import { expect, test } from 'vitest';
import plugins from '../src/index.ts';

const node = Schema.recursive((self) =>
  SchemaBuilder.struct().name('node').field('at', Schema.INT64_SCHEMA).field('next', self.withOptional(true)).build(),
);
const value = Struct.of(node, [1, Struct.of(node.field('next')!.schema, [2, null])]);
const record = () =>
  new SourceRecord({ sourcePartition: null, sourceOffset: null, topic: 't', valueSchema: node, value });

test.each<[string, Record<string, string>]>([
  ['Cast$Value', { spec: 'at:string' }],
  ['InsertField$Value', { 'static.field': 'f', 'static.value': 'v' }],
  ['MaskField$Value', { fields: 'at' }],
  ['ReplaceField$Value', { renames: 'at:since' }],
  ['SetSchemaMetadata$Value', { 'schema.name': 'other' }],
  ['TimestampConverter$Value', { field: 'at', 'target.type': 'Timestamp' }],
  ['HoistField$Value', { field: 'whole' }],
  ['ExtractField$Value', { field: 'next' }],
  ['ValueToKey', { fields: 'next' }],
  ['HeaderFrom$Value', { fields: 'next', headers: 'h', operation: 'copy' }],
])('%s takes a schema that contains itself', (name, config) => {
  const plugin = plugins.find((it) => it.class === `org.apache.kafka.connect.transforms.${name}`);
  const transformation = plugin!.create() as Transformation;
  transformation.configure(config);
  const [first, second] = [transformation.apply(record())!, transformation.apply(record())!];
  expect(second.valueSchema).toBe(first.valueSchema);
  (first.value as Struct).validate();
});
