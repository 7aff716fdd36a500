import { defineConfig, oneOf, string } from '@causeway/api';

export const stringConverterConfig = defineConfig({
  'converter.encoding': string({
    default: 'UTF-8',
    importance: 'high',
    width: 'medium',
    displayName: 'Encoding',
    doc: 'The name of the character set, as Java has it, in which texts are written and read.',
  }),
  'converter.type': string({
    validate: oneOf('key', 'value', 'header'),
    importance: 'low',
    doc: 'What the converter is used for: key, value or header. Set by the worker.',
  }),
});
