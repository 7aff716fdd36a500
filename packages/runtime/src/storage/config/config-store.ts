import type { Logger } from '@causeway/api';
import { KafkaLog, type KafkaLogOptions, type LogRecord } from '../kafka-log.ts';
import { ClusterConfig, type ConfigChange } from './cluster-config.ts';
import {
  type ConfigRecord,
  decodeConfigRecord,
  encodeConfigRecord,
  type Properties,
  type SessionKey,
  type TargetState,
} from './config-record.ts';

export interface ConfigStoreOptions extends Omit<KafkaLogOptions, 'read'> {
  readonly logger: Logger;
  /** Hears of what changes once the store has started; what was there before is not told. */
  readonly changed: (change: ConfigChange) => void;
}

/** Java: KafkaConfigBackingStore */
const timeoutMs = 30_000;

/**
 * The config topic: connectors, their tasks' settings and target states, and what the workers tell each other besides. Every worker reads it;
 * only the leader writes connectors, tasks and keys (invariant 6), any worker target states and log levels.
 */
export class ConfigStore {
  readonly config = new ClusterConfig();
  readonly #log: KafkaLog;
  readonly #topic: string;
  readonly #logger: Logger;
  readonly #changed: (change: ConfigChange) => void;
  #offset = -1;
  #isLive = false;

  constructor({ changed, logger, ...options }: ConfigStoreOptions) {
    this.#changed = changed;
    this.#logger = logger;
    this.#topic = options.topic;
    this.#log = new KafkaLog({ ...options, read: (record) => this.#read(record) });
  }

  /** After the last record that was read; -1 before there is one. */
  get offset(): number {
    return this.#offset;
  }

  /** Reads everything. @throws ConnectError if that takes too long */
  async start(): Promise<void> {
    await this.#log.start(1, timeoutMs);
    this.#isLive = true;
  }

  stop(): Promise<void> {
    return this.#log.stop();
  }

  /** Resolves when all that was written before has been read. @throws ConnectError if that takes longer than `withinMs` */
  refresh(withinMs = timeoutMs): Promise<void> {
    return this.#log.readToEnd(withinMs);
  }

  /** A target state comes first, so that nobody starts in between what is to be paused. */
  putConnector(connector: string, config: Properties, state: TargetState | null): Promise<void> {
    const records: ConfigRecord[] = state === null ? [] : [{ kind: 'target-state', connector, state }];
    return this.#write([...records, { kind: 'connector', connector, config }]);
  }

  /** Its task records stay, and mean nothing any more. */
  removeConnector(connector: string): Promise<void> {
    return this.#write([
      { kind: 'connector', connector, config: null },
      { kind: 'target-state', connector, state: null },
    ]);
  }

  /** The commit follows when all tasks are known to be in the topic (invariant 5). */
  async putTasks(connector: string, configs: readonly Properties[]): Promise<void> {
    await this.#write(configs.map((config, task) => ({ kind: 'task', id: { connector, task }, config })));
    await this.#write([{ kind: 'commit', connector, tasks: configs.length }]);
  }

  /** Written by any worker, and not waited for. */
  putTargetState(connector: string, state: TargetState): Promise<void> {
    return this.#writeOnly({ kind: 'target-state', connector, state });
  }

  putLoggerLevel(logger: string, level: string): Promise<void> {
    return this.#writeOnly({ kind: 'logger', logger, level });
  }

  putRestart(connector: string, includeTasks: boolean, onlyFailed: boolean): Promise<void> {
    return this.#write([{ kind: 'restart', connector, includeTasks, onlyFailed }]);
  }

  putSessionKey(sessionKey: SessionKey): Promise<void> {
    return this.#write([{ kind: 'session-key', sessionKey }]);
  }

  putTaskCount(connector: string, tasks: number): Promise<void> {
    return this.#write([{ kind: 'task-count', connector, tasks }]);
  }

  /** Resolves when we have read what we wrote. */
  async #write(records: readonly ConfigRecord[]): Promise<void> {
    await this.#log.writeAll(records.map(encodeConfigRecord), timeoutMs);
    await this.#log.readToEnd(timeoutMs);
  }

  #writeOnly(record: ConfigRecord): Promise<void> {
    const { key, value } = encodeConfigRecord(record);
    return this.#log.write(key, value);
  }

  #read({ key, value, offset }: LogRecord): void {
    const name = key === null ? '' : Buffer.from(key).toString();
    let change: ConfigChange | null = null;
    try {
      const json: unknown = value === null ? null : JSON.parse(Buffer.from(value).toString());
      this.#offset = offset + 1;
      const record = decodeConfigRecord(name, json);
      if (record !== null) change = this.config.apply(record);
      else this.#logger.warn(`Record ${offset} of topic ${this.#topic} has a key that means nothing here: ${name}`);
    } catch (error) {
      this.#logger.warn(
        `Record ${offset} of topic ${this.#topic} (${name}) is left out: ${(error as Error).message.slice(0, 200)}`,
      );
    }
    if (change !== null && this.#isLive) this.#changed(change);
  }
}
