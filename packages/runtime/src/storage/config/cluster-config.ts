import type { ConfigRecord, Properties, SessionKey, TargetState } from './config-record.ts';

/** All that the config topic says of a connector. */
interface ConnectorEntry {
  config: Properties | null;
  targetState: TargetState | null;
  /** Task settings that count, by number; as many as the last commit said. */
  tasks: readonly Properties[];
  /** Records of some tasks of the last commit were missing. */
  isInconsistent: boolean;
  /** The connector's settings when its tasks' were last committed. */
  appliedConfig: Properties | null;
  /** Task settings that wait for their commit. */
  deferred: Map<number, Properties>;
  /** Tasks whose producers were fenced last, for exactly-once; null if none ever was. */
  fencedTaskCount: number | null;
  isFencingPending: boolean;
}

/** What changed by a record, for whoever acts on it. */
export type ConfigChange =
  | { readonly kind: 'connector'; readonly connector: string; readonly isNew: boolean }
  | { readonly kind: 'connector-removed'; readonly connector: string }
  | { readonly kind: 'tasks'; readonly connector: string }
  | { readonly kind: 'target-state'; readonly connector: string }
  | { readonly kind: 'session-key'; readonly sessionKey: SessionKey }
  | Extract<ConfigRecord, { readonly kind: 'restart' | 'logger' }>;

/**
 * What the config topic says, record by record: the same on every worker that has read as far. Task settings take effect with their commit
 * record only (invariant 5). Records that compaction has removed, or that were left by a deleted connector, are no surprise.
 * Java: ClusterConfigState and the handlers of KafkaConfigBackingStore
 */
export class ClusterConfig {
  readonly #entries = new Map<string, ConnectorEntry>();
  #sessionKey: SessionKey | null = null;

  get sessionKey(): SessionKey | null {
    return this.#sessionKey;
  }

  /** Names of the connectors that there are. */
  connectors(): string[] {
    return [...this.#entries].filter(([, { config }]) => config !== null).map(([name]) => name);
  }

  has(connector: string): boolean {
    return this.#known(connector) !== null;
  }

  /** As it was given: `${…}` stands for what a provider supplies. */
  config(connector: string): Properties | null {
    return this.#known(connector)?.config ?? null;
  }

  /** Null of an unknown connector. */
  targetState(connector: string): TargetState | null {
    const entry = this.#known(connector);
    return entry === null ? null : (entry.targetState ?? 'STARTED');
  }

  /** By number. None while some records of a committed set are missing. */
  tasks(connector: string): readonly Properties[] {
    const entry = this.#known(connector);
    return entry === null || entry.isInconsistent ? [] : entry.tasks;
  }

  appliedConfig(connector: string): Properties | null {
    return this.#known(connector)?.appliedConfig ?? null;
  }

  /** The last commit was of a set whose records are not all there: the tasks have to be written anew. */
  isInconsistent(connector: string): boolean {
    return this.#known(connector)?.isInconsistent ?? false;
  }

  fencedTaskCount(connector: string): number | null {
    return this.#entries.get(connector)?.fencedTaskCount ?? null;
  }

  /** New task settings were committed since producers of the old ones were fenced. */
  isFencingPending(connector: string): boolean {
    return this.#entries.get(connector)?.isFencingPending ?? false;
  }

  /** @returns what it changes, null for nothing that anybody acts on */
  apply(record: ConfigRecord): ConfigChange | null {
    switch (record.kind) {
      case 'connector':
        return this.#applyConnector(record.connector, record.config);
      case 'task':
        this.#entry(record.id.connector).deferred.set(record.id.task, record.config);
        return null;
      case 'commit':
        return this.#applyCommit(record.connector, record.tasks);
      case 'target-state':
        return this.#applyTargetState(record.connector, record.state);
      case 'task-count': {
        const entry = this.#entry(record.connector);
        entry.fencedTaskCount = record.tasks;
        entry.isFencingPending = false;
        return null;
      }
      case 'session-key':
        this.#sessionKey = record.sessionKey;
        return record;
      default:
        return record;
    }
  }

  #applyConnector(connector: string, config: Properties | null): ConfigChange | null {
    const entry = this.#entry(connector);
    const wasThere = entry.config !== null;
    if (config !== null) {
      entry.config = config;
      return { kind: 'connector', connector, isNew: !wasThere };
    }
    Object.assign(entry, { ...newEntry(), targetState: entry.targetState, fencedTaskCount: entry.fencedTaskCount });
    return wasThere ? { kind: 'connector-removed', connector } : null;
  }

  #applyTargetState(connector: string, state: TargetState | null): ConfigChange | null {
    const entry = this.#entry(connector);
    const before = entry.targetState ?? 'STARTED';
    entry.targetState = state;
    return entry.config !== null && before !== (state ?? 'STARTED') ? { kind: 'target-state', connector } : null;
  }

  /** The set must hold all tasks from 0 up; more than those may be left over from before. */
  #applyCommit(connector: string, taskCount: number): ConfigChange | null {
    const entry = this.#entry(connector);
    const { deferred } = entry;
    entry.deferred = new Map();
    if (entry.config === null) return null; // of a connector that was deleted
    entry.isFencingPending = true;
    const tasks = Array.from({ length: taskCount }, (_, task) => deferred.get(task));
    entry.isInconsistent = tasks.includes(undefined);
    if (entry.isInconsistent) return { kind: 'tasks', connector };
    entry.tasks = tasks as Properties[];
    entry.appliedConfig = entry.config;
    return { kind: 'tasks', connector };
  }

  #known(connector: string): ConnectorEntry | null {
    const entry = this.#entries.get(connector);
    return entry === undefined || entry.config === null ? null : entry;
  }

  #entry(connector: string): ConnectorEntry {
    let entry = this.#entries.get(connector);
    if (entry === undefined) this.#entries.set(connector, (entry = newEntry()));
    return entry;
  }
}

function newEntry(): ConnectorEntry {
  return {
    config: null,
    targetState: null,
    tasks: [],
    isInconsistent: false,
    appliedConfig: null,
    deferred: new Map(),
    fencedTaskCount: null,
    isFencingPending: false,
  };
}
