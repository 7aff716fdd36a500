import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pluginManifests } from '../manifests/provides.ts';
import { root } from '../process/workspace.ts';
import { blocksOf, documentationBlocks } from './blocks.ts';
import { unknownScripts } from './commands.ts';
import { problemsOf, settingsOf } from './settings.ts';

const plugins = (await pluginManifests()).flatMap((manifest) => manifest.plugins);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const placed = documentationBlocks().map((block) => ({ ...block, place: `${block.file}:${block.line}` }));
const withSettings = placed.flatMap((block) => {
  const settings = settingsOf(block);
  return settings === null ? [] : [{ place: block.place, settings }];
});

describe('the documentation', () => {
  test.each(withSettings)('has settings in $place that the code takes', async ({ settings }) => {
    expect(await problemsOf(settings, plugins)).toEqual([]);
  });

  test.each(placed.filter(({ language }) => language === 'sh'))('has scripts in $place that there are', ({ text }) => {
    expect(unknownScripts(text, scripts)).toEqual([]);
  });
});

const file = { 'connector.class': 'FileStreamSource', topic: 't' };

describe('settings', () => {
  test.each<[what: string, settings: Record<string, string>, problems: unknown[]]>([
    ['of a connector', file, []],
    ['with a class that there is not', { 'connector.class': 'Nope' }, ['connector.class=Nope: there is no such class']],
    ['with a key that nobody knows', { ...file, fiel: 'x' }, ['fiel: nobody knows this key']],
    ['without a key that is required', { 'connector.class': 'FileStreamSource' }, [expect.stringMatching(/"topic"/)]],
    ['with a value that is refused', { ...file, 'batch.size': 'x' }, [expect.stringMatching(/Not a number/)]],
    ['with a variable for a value', { ...file, 'batch.size': '${file:a:b}' }, []],
    ['for clients', { ...file, 'producer.override.linger.ms': '5' }, []],
    [
      'of a worker without brokers to speak of',
      { 'bootstrap.servers': '' },
      expect.arrayContaining([expect.stringMatching(/"key\.converter"/)]) as unknown[],
    ],
    [
      'of a step that has another key',
      { transforms: 'r', 'transforms.r.type': 'RegexRouter', 'transforms.r.regx': 'a' },
      expect.arrayContaining(['transforms.r.regx: nobody knows this key']) as unknown[],
    ],
  ])('%s', async (_, settings, problems) => {
    expect(await problemsOf(settings, plugins)).toEqual(problems);
  });

  test.each([
    ['a manifest', 'json', '{ "name": "x", "causeway": { "plugins": "./index.js" } }', null],
    ['another language', 'sh', 'connector.class=X', null],
    [
      'a request to create',
      'json',
      '{ "name": "x", "config": { "connector.class": "X" } }',
      { name: 'x', 'connector.class': 'X' },
    ],
    ['properties', 'properties', '# why\ntransforms=a', { transforms: 'a' }],
  ])('are told from %s', (_, language, text, settings) => {
    expect(settingsOf({ file: 'f', line: 1, language, text })).toEqual(settings);
  });
});

test('blocks are found with their language and line', () => {
  expect(blocksOf('f', 'a\n```sh\nb\nc\n```\n```\nd\n```\n')).toEqual([
    { file: 'f', line: 2, language: 'sh', text: 'b\nc' },
    { file: 'f', line: 6, language: '', text: 'd' },
  ]);
});

test('a script that there is not is named', () => {
  expect(unknownScripts('npm run a -- --x\nnpm test\nnpm run b:c # npm run d', { a: '' })).toEqual(['b:c', 'd']);
});
