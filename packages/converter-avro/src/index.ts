/**
 * AvroConverter: Connect data in Avro's binary encoding, with the schema in a Confluent-compatible schema registry.
 *
 * - `AvroConverter` converts keys and values; `avroConverterConfig` are its settings
 * - `schema/` maps schemas: `toAvroSchema` and `toConnectSchema`, with `parseSchema` in between
 * - `write/` and `read/` compile a schema once into functions that go between a Struct's values and bytes, with no object in between
 *
 * It knows the data model of `@causeway/api` and the registry's client, and nothing of Kafka, of the worker or of any connector.
 */
import { definePlugins } from '@causeway/api';
import { AvroConverter } from './avro-converter.ts';
import { avroConverterConfig } from './config.ts';

export { AvroConverter } from './avro-converter.ts';
export { avroConverterConfig } from './config.ts';

export default definePlugins([
  {
    kind: 'converter',
    class: 'io.confluent.connect.avro.AvroConverter',
    config: avroConverterConfig,
    create: () => new AvroConverter(),
  },
]);
