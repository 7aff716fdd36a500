/**
 * JsonSchemaConverter: Connect data as JSON, with its schema as a JSON schema in a schema registry.
 *
 * - `JsonSchemaConverter` converts keys and values; `jsonSchemaConverterConfig` are its settings
 * - `write/` turns a Connect schema into a JSON schema and into a function that writes its values, once a schema
 * - `read/` turns a JSON schema into a Connect schema and that into a function that reads its values, once a schema id
 * - `json/` reads JSON without `JSON.parse`, which would spoil integers past 2^53 and the digits of decimals
 * - `validate/` checks messages against their JSON schema, where `json.fail.invalid.schema` is set
 *
 * It knows the data model of `@causeway/api` and the registry's client, and nothing of Kafka, of the worker or of any connector.
 */
import { definePlugins } from '@causeway/api';
import { jsonSchemaConverterConfig } from './config.ts';
import { JsonSchemaConverter } from './json-schema-converter.ts';

export { jsonSchemaConverterConfig } from './config.ts';
export { JsonSchemaConverter } from './json-schema-converter.ts';

export default definePlugins([
  {
    kind: 'converter',
    class: 'io.confluent.connect.json.JsonSchemaConverter',
    config: jsonSchemaConverterConfig,
    create: () => new JsonSchemaConverter(),
  },
]);
