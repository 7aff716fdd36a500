import { defineConfig, oneOf, string } from '@causeway/api';
import type { ConfigMap } from '@causeway/api';

/** The one setting of every converter here. */
export const primitiveConverterConfig = defineConfig({
  'converter.type': string({
    validate: oneOf('key', 'value', 'header'),
    importance: 'low',
    doc: 'What the converter is used for: key, value or header. Set by the worker.',
  }),
});

/** @throws ConfigError for a `converter.type` that there is not. Java: the one given counts for headers alone */
export function checkConfig(config: ConfigMap, isKey: boolean | undefined): void {
  const type = isKey === undefined ? (config['converter.type'] ?? 'header') : isKey ? 'key' : 'value';
  primitiveConverterConfig.parse({ ...config, 'converter.type': type });
}
