import { Schema } from '@causeway/api';
import { samples, testConverter, testHeaderConverter, testPlugins } from '@causeway/testkit';
import { describe, test } from 'vitest';
import plugins, { JsonConverter } from '../src/index.ts';

const runner = { describe, test };
const nested = (depth: number) => Buffer.from('['.repeat(depth));
const badConfigs = [
  { name: 'a switch that is neither on nor off', config: { 'schemas.enable': 'perhaps' }, key: 'schemas.enable' },
  { name: 'an unknown decimal format', config: { 'decimal.format': 'ROMAN' }, key: 'decimal.format' },
];
const badBytes = [
  '',
  '{',
  '[1,]',
  '{"schema":{"type":"int32"}}',
  '{"schema":{"type":"int33"},"payload":1}',
  '\ufffe',
].map((text) => ({ name: `"${text}"`, bytes: Buffer.from(text) }));

describe('JsonConverter with schemas', () => {
  testConverter(runner, {
    create: () => new JsonConverter(),
    carries: samples(),
    badBytes: [...badBytes, { name: 'half of a character', bytes: Buffer.from([0x22, 0xe2, 0x82, 0x22]) }],
    badConfigs,
    nestedBytes: nested,
  });
});

describe('JsonConverter without schemas', () => {
  testConverter(runner, {
    create: () => new JsonConverter(),
    config: { 'schemas.enable': 'false' },
    carries: samples(['BOOLEAN', 'STRING', 'INT64'], { withLogical: false }),
    comesBack: ({ value }) => ({ schema: null, value }),
    badBytes: [{ name: 'half an object', bytes: Buffer.from('{"a":') }],
    nestedBytes: nested,
  });
});

describe('JsonConverter of headers', () => {
  testHeaderConverter(runner, {
    create: () => new JsonConverter(),
    carries: [...samples(), { name: 'an optional text', schema: Schema.OPTIONAL_STRING_SCHEMA, value: 'x' }],
    badBytes,
    badConfigs,
    nestedBytes: nested,
  });
});

describe('the package', () => {
  testPlugins(runner, { plugins, manifest: new URL('../package.json', import.meta.url) });
});
