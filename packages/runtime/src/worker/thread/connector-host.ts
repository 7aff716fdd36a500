import {
  ConfigError,
  ConnectError,
  type ConnectorContext,
  type SinkConnector,
  type SourceConnector,
} from '@causeway/api';
import type { Config } from '../protocol.ts';
import { withVariables } from './config-variables.ts';
import { offsetReader, type ThreadContext } from './thread-context.ts';

interface Hosted {
  readonly connector: SourceConnector | SinkConnector;
  readonly stopping: AbortController;
  /** As it was written, with its variables. */
  readonly raw: Config;
  readonly config: Config;
  readonly taskClass: string;
}

/** The connectors that run in this thread. */
export class ConnectorHost {
  readonly #context: ThreadContext;
  readonly #hosted = new Map<string, Hosted>();

  constructor(context: ThreadContext) {
    this.#context = context;
  }

  async start(name: string, raw: Config): Promise<void> {
    await this.stop(name);
    const { loader, main, offsets, logger, variables } = this.#context;
    const config = await variables.resolve(raw);
    const plugin = await loader.load(
      ['source', 'sink'],
      config['connector.class'] ?? '',
      config['connector.plugin.version'] ?? null,
    );
    const stopping = new AbortController();
    const context: ConnectorContext = {
      connector: name,
      logger: logger.child({ connector: name }, plugin.class),
      signal: stopping.signal,
      requestTaskReconfiguration: () => void main.call('reconfigure', name),
      raiseError: (error) => void main.call('connectorFailed', { name, trace: traceOf(error) }),
    };
    const taskClass = plugin.taskClass;
    if (plugin.kind === 'source') {
      const connector = plugin.create();
      this.#hosted.set(name, { connector, stopping, raw, config, taskClass });
      await connector.start(config, { ...context, offsetStorageReader: offsetReader(name, offsets) });
    } else {
      const connector = plugin.create();
      this.#hosted.set(name, { connector, stopping, raw, config, taskClass });
      await connector.start(config, context);
    }
  }

  /** Settings of the tasks, complete: with `task.class`, and for a sink the topics. Java: Worker#connectorTaskConfigs */
  async taskConfigs(name: string, maxTasks: number): Promise<Config[]> {
    const hosted = this.#hosted.get(name);
    if (hosted === undefined) throw new ConnectError(`Connector ${name} is not running, so it has no task configs`);
    const { connector, raw, config, taskClass } = hosted;
    const own = await connector.taskConfigs(maxTasks);
    if (own.length > maxTasks && config['tasks.max.enforce'] !== 'false') {
      throw new ConfigError(
        `The connector ${name} has generated ${own.length} tasks, which is greater than ${maxTasks}, the maximum number of tasks it is configured to create (tasks.max).`,
      );
    }
    const added: Record<string, string> = { 'task.class': taskClass };
    for (const key of ['topics', 'topics.regex']) if (config[key] !== undefined) added[key] = config[key];
    return own.map((taskConfig) => withVariables({ ...taskConfig, ...added }, raw));
  }

  async stop(name: string): Promise<void> {
    const hosted = this.#hosted.get(name);
    if (hosted === undefined) return;
    this.#hosted.delete(name);
    hosted.stopping.abort();
    await hosted.connector.stop();
  }
}

/** The text that statuses show: the message, and the stack where it is an accident rather than one of our errors. */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    causes.push(`Caused by: ${cause.name}: ${cause.message}`);
  const head =
    error instanceof ConnectError
      ? `${error.name}: ${error.message}`
      : (error.stack ?? `${error.name}: ${error.message}`);
  return [head, ...causes].join('\n');
}
