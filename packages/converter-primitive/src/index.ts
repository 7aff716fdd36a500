/**
 * Converters of single values: bytes as they are, booleans as a byte, numbers as big-endian bytes.
 *
 * - `ByteArrayConverter`, `BooleanConverter` and `NumberConverter`, which is Short-, Integer-, Long-, Float- and DoubleConverter by its
 *   `NumberFormat`; all convert keys, values and headers
 * - `primitiveConverterConfig` is the one setting they have
 *
 * It knows the data model of `@causeway/api` and nothing of Kafka, of the worker or of any connector.
 */
import { definePlugins } from '@causeway/api';
import type { Converter, HeaderConverter } from '@causeway/api';
import { BooleanConverter } from './boolean-converter.ts';
import { ByteArrayConverter } from './byte-array-converter.ts';
import { primitiveConverterConfig } from './config.ts';
import { NumberConverter } from './number-converter.ts';
import { doubleFormat, floatFormat, integerFormat, longFormat, shortFormat } from './number-format.ts';

export { primitiveConverterConfig } from './config.ts';
export { BooleanConverter } from './boolean-converter.ts';
export { ByteArrayConverter } from './byte-array-converter.ts';
export { NumberConverter } from './number-converter.ts';
export { doubleFormat, floatFormat, integerFormat, longFormat, shortFormat } from './number-format.ts';
export type { NumberFormat } from './number-format.ts';

type Create = (name: string) => Converter & HeaderConverter;

const converters: Readonly<Record<string, Create>> = {
  ByteArrayConverter: () => new ByteArrayConverter(),
  BooleanConverter: () => new BooleanConverter(),
  ShortConverter: (name) => new NumberConverter(name, shortFormat),
  IntegerConverter: (name) => new NumberConverter(name, integerFormat),
  LongConverter: (name) => new NumberConverter(name, longFormat),
  FloatConverter: (name) => new NumberConverter(name, floatFormat),
  DoubleConverter: (name) => new NumberConverter(name, doubleFormat),
};

const plugins = Object.entries(converters).map(([name, create]) => ({
  class: `org.apache.kafka.connect.converters.${name}`,
  config: primitiveConverterConfig,
  create: () => create(name),
}));

export default definePlugins([
  ...plugins.map((plugin) => ({ kind: 'converter', ...plugin }) as const),
  ...plugins.map((plugin) => ({ kind: 'header_converter', ...plugin }) as const),
]);
