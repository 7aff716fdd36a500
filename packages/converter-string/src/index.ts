/**
 * StringConverter: Connect data as text.
 *
 * - `StringConverter` converts keys, values and headers; `stringConverterConfig` are its settings
 * - `charset/` holds the encodings, with Java's names and Java's ways to replace what can't be encoded or decoded
 *
 * It knows the data model of `@causeway/api` and nothing of Kafka, of the worker or of any connector.
 */
import { definePlugins } from '@causeway/api';
import { stringConverterConfig } from './config.ts';
import { StringConverter } from './string-converter.ts';

export { stringConverterConfig } from './config.ts';
export { StringConverter } from './string-converter.ts';

const plugin = {
  class: 'org.apache.kafka.connect.storage.StringConverter',
  config: stringConverterConfig,
  create: () => new StringConverter(),
};

export default definePlugins([
  { kind: 'converter', ...plugin },
  { kind: 'header_converter', ...plugin },
]);
