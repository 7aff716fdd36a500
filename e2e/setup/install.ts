/** Installs the worker and its plugins from their tarballs, once for all tests, as a user does. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packWorkspace } from '../../tools/pack/pack.ts';
import { run } from '../../tools/process/run.ts';
import { installPlugins } from '../../tools/worker/plugin-path.ts';

export interface Installation {
  /** The folder of the commands that npm linked. */
  readonly bin: string;
  /** A plugin path with one folder for each connector and converter. */
  readonly plugins: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    installation: Installation;
  }
}

const workerPackages = ['@causeway/api', '@causeway/converter-json', '@causeway/runtime', '@causeway/worker'];
const pluginPackages = {
  avro: '@causeway/converter-avro',
  elasticsearch: '@causeway/connect-elasticsearch',
  file: '@causeway/connect-file',
  jdbc: '@causeway/connect-jdbc',
  'json-schema': '@causeway/converter-json-schema',
  primitive: '@causeway/converter-primitive',
  protobuf: '@causeway/converter-protobuf',
  string: '@causeway/converter-string',
  transforms: '@causeway/transforms',
};

export default async function install({ provide }: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'causeway-e2e-'));
  const plugins = await installPlugins({ dir, packages: pluginPackages });
  provide('installation', { bin: await installWorker(dir), plugins });
  return () => rm(dir, { recursive: true, force: true });
}

async function installWorker(dir: string): Promise<string> {
  const tarballs = await packWorkspace(join(dir, 'tarballs'), workerPackages);
  const target = join(dir, 'worker');
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'package.json'), '{ "private": true }\n');
  const files = workerPackages.map((name) => tarballs.get(name)!);
  const { code, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...files], {
    cwd: target,
  });
  if (code !== 0) throw new Error(`npm install of the worker failed:\n${output}`);
  return join(target, 'node_modules', '.bin');
}
