/**
 * JsonConverter: Connect data as JSON, with the schema in every message (`{"schema":…,"payload":…}`) or without.
 *
 * - `JsonConverter` converts keys, values and headers; `jsonConverterConfig` are its settings
 * - `write/` turns a schema into a function that writes its values as text, once a schema
 * - `read/` turns a schema into a function that reads its values from text, once a schema; nothing goes through `JSON.parse`, which would
 *   spoil numbers past 2^53, tell `1.0` from `1` no more, and lose what a decimal's digits say
 *
 * It knows the data model of `@causeway/api` and nothing of Kafka, of the worker or of any connector.
 */
import { definePlugins } from '@causeway/api';
import { jsonConverterConfig } from './config.ts';
import { JsonConverter } from './json-converter.ts';

export { jsonConverterConfig } from './config.ts';
export { JsonConverter } from './json-converter.ts';

const plugin = {
  class: 'org.apache.kafka.connect.json.JsonConverter',
  config: jsonConverterConfig,
  create: () => new JsonConverter(),
};

export default definePlugins([
  { kind: 'converter', ...plugin },
  { kind: 'header_converter', ...plugin },
]);
