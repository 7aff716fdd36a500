import { Schema } from '@causeway/api';
import { samples, testConverter, testHeaderConverter, testPlugins } from '@causeway/testkit';
import { describe, test } from 'vitest';
import plugins, { StringConverter } from '../src/index.ts';

const runner = { describe, test };
const suite = {
  create: () => new StringConverter(),
  carries: samples(['STRING'], { withLogical: false }),
  comesBack: ({ value }: { readonly value: unknown }) => ({ schema: Schema.OPTIONAL_STRING_SCHEMA, value }),
  badConfigs: [{ name: 'an unknown charset', config: { 'converter.encoding': 'EBCDIC-0' }, key: 'converter.encoding' }],
  nestedBytes: (depth: number) => Buffer.from('['.repeat(depth)),
};

describe('StringConverter', () => testConverter(runner, suite));

describe('StringConverter in UTF-16', () => {
  testConverter(runner, { ...suite, config: { 'converter.encoding': 'UTF-16' } });
});

describe('StringConverter of headers', () => testHeaderConverter(runner, suite));

describe('the package', () => {
  testPlugins(runner, { plugins, manifest: new URL('../package.json', import.meta.url) });
});
