import { type ConfigKey, defineConfig, int, nonEmpty, password, rule, string } from '@causeway/api';
import { testConfig } from '@causeway/testkit';
import { expect, test } from 'vitest';
import { failuresOf } from './collecting-runner.ts';

const sound = {
  topic: string({ validate: nonEmpty, importance: 'high', doc: 'Where to.' }),
  'batch.size': int({ default: 5, importance: 'low', doc: 'How many.' }),
};
const failures = (more: Readonly<Record<string, ConfigKey>>) =>
  failuresOf((runner) => testConfig(runner, { name: 'x', config: defineConfig({ ...sound, ...more }) }));

test('sound settings pass', async () => {
  expect(await failures({})).toEqual([]);
});

const tells = rule('nothing', (value) => (value === null ? null : `${value as string} is no good`));
const toldSecret = Object.assign(password({ importance: 'high', doc: 'A secret.' }), {
  validator: (value: unknown) => `the value ${(value as { value: string } | null)?.value ?? ''} is wrong`,
});

test.each<[string, Readonly<Record<string, ConfigKey>>, string]>([
  ['a key without a doc', { a: int({ default: 1, importance: 'low', doc: ' ' }) }, 'a is described'],
  ['a key of two words', { 'a b': int({ default: 1, importance: 'low', doc: 'A.' }) }, 'a b is described'],
  ['a default of another type', { a: int({ default: 1.5, importance: 'low', doc: 'A.' }) }, 'a is described'],
  [
    'a default that its rule refuses',
    { a: string({ default: 'x', validate: tells, importance: 'low', doc: 'A.' }) },
    'a is described',
  ],
  ['a rule that shows a secret', { secret: toldSecret }, 'validation answers'],
])('%s fails', async (_, keys, name) => {
  expect((await failures(keys)).join('\n')).toContain(name);
});
