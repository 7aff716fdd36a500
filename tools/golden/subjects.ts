/** What cases are replayed against: all plugins of the workspace, the settings of the worker, and its chain of transformations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigDefinition, type ConfigMap, type Plugin } from '@causeway/api';
import * as runtime from '@causeway/runtime';
import type { GoldenChain, GoldenSubjects } from '@causeway/testkit';
import { root, workspacePackages } from '../process/workspace.ts';

/** The version of the plugins that the cases were recorded with, which chains may ask for. */
const RECORDED_VERSION = '4.3.1';

const source = (path: string): string => pathToFileURL(join(root, 'packages/runtime/src', path)).href;

/** Rooms of the runtime that it does not export: no plugin and no user needs them. */
interface BuiltIn {
  readonly builtInPlugins: readonly Plugin[];
}
interface ChainRoom {
  readonly buildChain: (config: ConfigMap, loader: unknown) => Promise<GoldenChain>;
}
interface LoaderRoom {
  readonly PluginLoader: new (registry: runtime.PluginRegistry) => unknown;
}

interface Entry {
  readonly plugins: readonly Plugin[];
  readonly entry: string;
}

/** `onProblem` is told of packages that can't be imported: their cases fail, those of other packages are replayed nevertheless. */
export async function workspaceSubjects(onProblem: (problem: string) => void): Promise<GoldenSubjects> {
  const { builtInPlugins } = (await import(source('plugins/built-in/index.ts'))) as BuiltIn;
  const { buildChain } = (await import(source('tasks/transformation-chain.ts'))) as ChainRoom;
  const { PluginLoader } = (await import(source('plugins/loader.ts'))) as LoaderRoom;
  const builtIn: Entry = { plugins: builtInPlugins, entry: source('plugins/built-in/index.ts') };
  const entries = [builtIn, ...(await packageEntries(onProblem))];
  const described = entries.flatMap(({ plugins, entry }) =>
    plugins.map(({ kind, class: name }) => ({ kind, class: name, version: RECORDED_VERSION, entry })),
  );
  const loader = new PluginLoader(new runtime.PluginRegistry(described));
  return {
    plugins: entries.flatMap(({ plugins }) => plugins),
    definitions: workerDefinitions(),
    buildChain: (config) => buildChain(config, loader),
  };
}

async function packageEntries(onProblem: (problem: string) => void): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const { name, folder } of workspacePackages()) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { causeway?: unknown };
    if (manifest.causeway === undefined) continue;
    const entry = pathToFileURL(join(folder, 'src/index.ts')).href;
    try {
      entries.push({ entry, plugins: await runtime.importPlugins(entry) });
    } catch (error) {
      onProblem(`${name}: ${(error as Error).message}`);
    }
  }
  return entries;
}

/** The settings of Java's worker classes that the runtime exports, under their names; without those that Java does not have. */
function workerDefinitions(): NonNullable<GoldenSubjects['definitions']> {
  const classes = {
    ConnectorConfig: 'connectorConfig',
    SourceConnectorConfig: 'sourceConnectorConfig',
    SinkConnectorConfig: 'sinkConnectorConfig',
    'standalone.StandaloneConfig': 'standaloneConfig',
    'distributed.DistributedConfig': 'distributedConfig',
  };
  const exported: Readonly<Record<string, unknown>> = runtime;
  return Object.fromEntries(
    Object.entries(classes)
      .filter(([, name]) => exported[name] !== undefined)
      .map(([simple, name]) => [`org.apache.kafka.connect.runtime.${simple}`, withoutOwn(exported[name])]),
  );
}

function withoutOwn(definition: unknown): ConfigDefinition {
  const { keys } = definition as ConfigDefinition;
  return new ConfigDefinition(Object.fromEntries(Object.entries(keys).filter(([name]) => !(name in runtime.ownKeys))));
}
