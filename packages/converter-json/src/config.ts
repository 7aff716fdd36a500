import { ConfigError, boolean, defineConfig, int, oneOf, oneOfIgnoringCase, string } from '@causeway/api';
import type { ConfigMap } from '@causeway/api';

export const jsonConverterConfig = defineConfig({
  'schemas.enable': boolean({
    default: true,
    importance: 'high',
    group: 'Schemas',
    order: 0,
    width: 'medium',
    displayName: 'Enable Schemas',
    doc: 'Include the schema in each of the serialized keys and values, and expect it there when reading.',
  }),
  'schemas.cache.size': int({
    default: 1000,
    importance: 'high',
    group: 'Schemas',
    order: 1,
    width: 'medium',
    displayName: 'Schema Cache Size',
    doc: 'The maximum number of schemas that are kept ready in this converter, in each direction.',
  }),
  'schema.content': string({
    default: null,
    importance: 'high',
    group: 'Schemas',
    order: 2,
    width: 'medium',
    displayName: 'Schema Content',
    doc: 'A schema in JSON by which messages are read that hold a payload only. Used where schemas.enable is true; messages are written with their own schema.',
  }),
  'decimal.format': string({
    default: 'BASE64',
    validate: oneOfIgnoringCase('NUMERIC', 'BASE64'),
    importance: 'low',
    group: 'Serialization',
    order: 0,
    width: 'medium',
    displayName: 'Decimal Format',
    doc: 'How decimals are written: BASE64 (the bytes of the unscaled number) or NUMERIC (a JSON number). Both are read.',
  }),
  'replace.null.with.default': boolean({
    default: true,
    importance: 'low',
    group: 'Serialization',
    order: 1,
    width: 'medium',
    displayName: 'Replace null with default',
    doc: 'Whether a null in a place that has a default value is replaced by it, when writing and when reading.',
  }),
  'converter.type': string({
    validate: oneOf('key', 'value', 'header'),
    importance: 'low',
    doc: 'What the converter is used for: key, value or header. Set by the worker.',
  }),
});

/** What the settings mean for converting. */
export interface JsonSettings {
  readonly schemasEnabled: boolean;
  readonly cacheSize: number;
  readonly schemaContent: string | null;
  readonly numericDecimals: boolean;
  readonly replaceNullWithDefault: boolean;
}

/** @throws ConfigError for a setting that can't be used */
export function jsonSettings(config: ConfigMap): JsonSettings {
  const values = jsonConverterConfig.parse(config);
  for (const name of ['schemas.enable', 'schemas.cache.size', 'replace.null.with.default'] as const) {
    if ((values[name] as unknown) === null)
      throw new ConfigError(`Configuration ${name} has no value: give it one or leave it out.`);
  }
  return {
    schemasEnabled: values['schemas.enable'],
    cacheSize: values['schemas.cache.size'],
    schemaContent: values['schema.content'],
    numericDecimals: values['decimal.format'].toUpperCase() === 'NUMERIC',
    replaceNullWithDefault: values['replace.null.with.default'],
  };
}
