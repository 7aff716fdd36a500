/** A plugin package of the test's own: a source that counts, and a sink that does nothing. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const manifest = {
  name: 'counting',
  version: '1.0.0',
  type: 'module',
  causeway: {
    plugins: './index.js',
    provides: { source: ['org.example.CountingSourceConnector'], sink: ['org.example.IdleSinkConnector'] },
  },
};

/** Each task counts on from its stored offset, up to `upto`. */
const code = `
import { defineConfig, definePlugins, int, SourceRecord, string } from '@causeway/api';
const create = () => ({
  start(config) { this.config = config; },
  taskConfigs(most) { return Array.from({ length: most }, (_, i) => ({ ...this.config, number: String(i) })); },
  stop() {},
});
const createTask = () => ({
  async start({ topic, number, upto }, { offsetStorageReader }) {
    Object.assign(this, { topic, number, upto: Number(upto) });
    this.next = ((await offsetStorageReader.offset({ number }))?.count ?? 0) + 1;
  },
  poll() {
    if (this.next > this.upto) return new Promise((resolve) => setTimeout(resolve, 20, null)); // as a source that finds nothing new
    const count = this.next++;
    const value = this.number + ':' + count;
    return [new SourceRecord({ sourcePartition: { number: this.number }, sourceOffset: { count }, topic: this.topic, value })];
  },
  stop() {},
});
export default definePlugins([
  { kind: 'source', class: 'org.example.CountingSourceConnector', taskClass: 'org.example.CountingSourceTask', create, createTask,
    config: defineConfig({ topic: string({ importance: 'high', doc: 'Topic.' }), upto: int({ importance: 'high', doc: 'Last number.' }) }) },
  { kind: 'sink', class: 'org.example.IdleSinkConnector', taskClass: 'org.example.IdleSinkTask', create, config: defineConfig({}),
    createTask: () => ({ start() {}, put() {}, stop() {} }) },
]);
`;

/** @returns the plugin path, and how to take it away */
export async function writePlugin(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'causeway-distributed-'));
  const api = dirname(fileURLToPath(import.meta.resolve('@causeway/api/package.json')));
  await mkdir(join(path, 'counting/node_modules/@causeway'), { recursive: true });
  await writeFile(join(path, 'counting/package.json'), JSON.stringify(manifest));
  await writeFile(join(path, 'counting/index.js'), code);
  await symlink(api, join(path, 'counting/node_modules/@causeway/api'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
