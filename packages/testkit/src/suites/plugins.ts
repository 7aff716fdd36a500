import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Plugin, PluginKind } from '@causeway/api';
import { testConfig } from './config.ts';
import type { TestRunner } from './runner.ts';

export interface PluginsSuite {
  /** What the entry of the package exports by default. */
  readonly plugins: readonly Plugin[];
  /** The package.json of the package. */
  readonly manifest: URL | string;
}

interface Manifest {
  readonly causeway?: { readonly plugins?: unknown; readonly provides?: Readonly<Record<string, readonly string[]>> };
}

const methods: Readonly<Record<PluginKind, readonly string[]>> = {
  source: ['start', 'taskConfigs', 'stop'],
  sink: ['start', 'taskConfigs', 'stop'],
  converter: ['configure', 'fromConnectData', 'toConnectData'],
  header_converter: ['configure', 'fromConnectHeader', 'toConnectHeader'],
  transformation: ['configure', 'apply'],
  predicate: ['configure', 'test'],
  config_provider: ['configure', 'get'],
};

/** What every plugin package must obey: its manifest names what it exports, its plugins have their methods, and its settings are sound. */
export function testPlugins(runner: TestRunner, { plugins, manifest }: PluginsSuite): void {
  const { causeway } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;

  runner.test('the manifest names the entry and its plugins, so that they are known without loading it', () => {
    assert.equal(typeof causeway?.plugins, 'string', '"causeway": { "plugins": … } is missing');
    const byKind = Map.groupBy(plugins, (plugin) => plugin.kind);
    const exported = Object.fromEntries(Array.from(byKind, ([kind, of]) => [kind, of.map((p) => p.class)]));
    assert.deepEqual(causeway?.provides, exported);
  });

  for (const plugin of plugins) {
    runner.test(`${plugin.kind} ${plugin.class} has the methods of its kind`, () => {
      const created = plugin.create() as unknown as Record<string, unknown>;
      for (const method of methods[plugin.kind])
        assert.equal(typeof created[method], 'function', `${method} is missing`);
      assert.notEqual(created, plugin.create(), 'create must make another object at each call');
    });
  }
  // a converter for records and for headers mostly has one definition
  for (const { class: name, config } of new Map(plugins.map((p) => [p.config as unknown, p])).values()) {
    testConfig(runner, { name, config });
  }
}
