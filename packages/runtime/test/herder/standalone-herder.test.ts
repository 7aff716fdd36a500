import { describe, expect, test, vi } from 'vitest';
import { StandaloneHerder } from '../../src/herder/standalone-herder.ts';
import { PluginRegistry } from '../../src/plugins/registry.ts';
import type { TaskId } from '../../src/config/task-id.ts';
import type { Config, TaskStart } from '../../src/worker/protocol.ts';
import type { Worker } from '../../src/worker/worker.ts';

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };

/** Runs nothing; notes what it is asked to run. */
class TestWorker {
  readonly plugins = new PluginRegistry([{ kind: 'source', class: 'S', version: '1', entry: '' }]);
  readonly config = { values: { 'topic.tracking.enable': true } };
  readonly started: string[] = [];
  readonly forgotten: string[] = [];
  validation: Promise<void> = Promise.resolve();

  async validate(): Promise<unknown> {
    await this.validation;
    return { error_count: 0, configs: [] };
  }

  async startConnector(name: string, config: Config): Promise<void> {
    this.started.push(`${name} ${config['a'] ?? ''}${config['b'] ?? ''}`);
  }

  async taskConfigs(): Promise<Config[]> {
    return [{}, {}];
  }

  async startTask({ id }: TaskStart): Promise<void> {
    this.started.push(`${id.connector}-${id.task}`);
  }

  async forgetTopics(ids: readonly { connector: string; task: number }[]): Promise<void> {
    this.forgotten.push(...ids.map((id) => `${id.connector}-${id.task}`));
  }

  async ended({ connector, task }: TaskId): Promise<void> {
    this.started.push(`not ${connector}-${task}`);
  }

  async stopTasks(): Promise<void> {
    // nothing runs
  }

  async stopConnector(): Promise<void> {
    // nothing runs
  }

  trust(): void {
    // nobody is held apart
  }
}

async function herderWith(name: string) {
  const worker = new TestWorker();
  const herder = new StandaloneHerder(worker as unknown as Worker, () => 'w:1', logger);
  await herder.putConnector(name, { name, 'connector.class': 'S', 'tasks.max': '2' }, { replace: false });
  const running = (task: number) => herder.taskState({ connector: name, task }, 'RUNNING', null);
  [0, 1].forEach(running);
  return { worker, herder, running };
}

describe('a connector of a standalone worker', () => {
  test('keeps both of two changes that are made at once', async () => {
    const { herder } = await herderWith('c');
    await Promise.all([herder.patchConnector('c', { a: '1' }), herder.patchConnector('c', { b: '2' })]);
    expect(herder.connectorInfo('c').config).toMatchObject({ a: '1', b: '2' });
  });

  test('is asked for its topics anew when they are reset', async () => {
    const { herder, worker } = await herderWith('c');
    herder.topicUsed({ connector: 'c', task: 0 }, 't');
    await herder.resetTopics('c');
    expect([herder.topics('c'), worker.forgotten]).toEqual([[], ['c-0', 'c-1']]);
  });

  test('goes on at once when another plugin took its thread down, and was never failed', async () => {
    const { herder, worker } = await herderWith('c');
    worker.started.length = 0;
    const tasks = [{ connector: 'c', task: 0 }];
    herder.threadLost({ connectors: ['c'], tasks, reason: new Error('stuck'), culprit: 'none of these' });
    expect(herder.connectorStatus('c')).toMatchObject({
      connector: { state: 'RESTARTING' },
      tasks: [{ state: 'RESTARTING' }, { state: 'RUNNING' }],
    });
    await vi.waitFor(() => expect(worker.started).toEqual(['c ', 'c-0']));
    expect(herder.connectorStatus('c').connector.state).toBe('RUNNING');
  });

  test('whose task got the thread stuck has that task failed with the reason, and no other', async () => {
    const { herder } = await herderWith('c');
    const tasks = [0, 1].map((task) => ({ connector: 'c', task }));
    herder.threadLost({ connectors: [], tasks, reason: new Error('stuck'), culprit: { connector: 'c', task: 1 } });
    expect(herder.connectorStatus('c').tasks).toMatchObject([
      { state: 'RESTARTING' },
      { state: 'FAILED', trace: 'stuck' },
    ]);
    await herder.stop();
  });

  test('leaves a task as it is that had failed before its thread was lost', async () => {
    const { herder, worker } = await herderWith('c');
    herder.taskState({ connector: 'c', task: 0 }, 'FAILED', 'by itself');
    worker.started.length = 0;
    const tasks = [0, 1].map((task) => ({ connector: 'c', task }));
    herder.threadLost({ connectors: [], tasks, reason: new Error('stuck'), culprit: 'none of these' });
    await vi.waitFor(() => expect(worker.started).toEqual(['c-1']));
    expect(herder.connectorStatus('c').tasks[0]).toMatchObject({ state: 'FAILED', trace: 'by itself' });
  });

  test('has its tasks moved where a thread has too much to do, but none that failed', async () => {
    const { herder, worker } = await herderWith('c');
    herder.taskState({ connector: 'c', task: 0 }, 'FAILED', 'by itself');
    worker.started.length = 0;
    herder.threadCrowded([0, 1].map((task) => ({ connector: 'c', task })));
    await vi.waitFor(() => expect(worker.started).toEqual(['not c-1', 'c-1']));
  });
});
