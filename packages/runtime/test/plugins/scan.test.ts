import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Logger } from '@causeway/api';
import { beforeEach, describe, expect, test } from 'vitest';
import { scanPluginPath } from '../../src/plugins/scan.ts';

let top: string;
let warnings: string[];
const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (m) => warnings.push(m),
  error: (m) => warnings.push(m),
};

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'scan-'));
  warnings = [];
});

function file(path: string, content: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), content);
}

function plugin(dir: string, name: string, manifest: object = { plugins: './index.js' }): void {
  file(`${dir}/package.json`, JSON.stringify({ name, version: '1.2.3', causeway: manifest }));
  file(`${dir}/index.js`, 'export default [];');
}

const names = (path = top): string[] =>
  scanPluginPath([path], logger)
    .map((p) => p.name)
    .toSorted();

describe('scanPluginPath', () => {
  test.each<[string, string, string]>([
    ['a folder that is a package', '.', '.'],
    ['a folder of packages', 'one', '.'],
    ['a folder of folders with node_modules', 'jdbc/node_modules/@acme/one', '.'],
    ['a node_modules folder', 'node_modules/one', 'node_modules'],
    ['a folder that has node_modules', 'node_modules/one', '.'],
    ['an unpacked tarball', 'package', '.'],
  ])('finds the plugin in %s', (_, dir, path) => {
    plugin(dir, 'one');
    expect(names(join(top, path))).toEqual(['one']);
    expect(warnings).toEqual([]);
  });

  test('passes over packages that are no plugins', () => {
    plugin('jdbc/node_modules/one', 'one');
    file('jdbc/node_modules/mysql2/package.json', '{"name":"mysql2","version":"3.0.0"}');
    expect(names()).toEqual(['one']);
    expect(warnings).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ['that is no JSON', '{"name":"broken", "causeway": {', /broken.*package\.json can't be read/],
    ['without a version', '{"name":"broken","causeway":{"plugins":"./index.js"}}', /lacks a name or a version/],
    ['without an entry', '{"name":"broken","version":"1.0.0","causeway":{}}', /"causeway\.plugins"/],
    [
      'whose entry is missing',
      '{"name":"broken","version":"1.0.0","causeway":{"plugins":"./dist/none.js"}}',
      /\.\/dist\/none\.js does not exist/,
    ],
  ])('skips a manifest %s with a warning, and finds the rest', (_, manifest, warning) => {
    plugin('good', 'good');
    file('broken/package.json', manifest);
    expect(names()).toEqual(['good']);
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  test('a folder that is not there is named and ignored', () => {
    expect(names(join(top, 'none'))).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('Could not get listing for plugin path')]);
  });
});
