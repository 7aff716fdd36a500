import { taskName, type TaskId } from '../../config/task-id.ts';

/**
 * The records of the config topic, as every worker of the cluster reads them. Keys are text, values JSON without schemas.
 * Java: KafkaConfigBackingStore
 */

export type Properties = Readonly<Record<string, string | null>>;

export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED';

/** With which workers sign what they ask of each other. */
export interface SessionKey {
  /** In base64. */
  readonly key: string;
  readonly algorithm: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

export type ConfigRecord =
  | { readonly kind: 'connector'; readonly connector: string; readonly config: Properties | null }
  | { readonly kind: 'task'; readonly id: TaskId; readonly config: Properties }
  | { readonly kind: 'commit'; readonly connector: string; readonly tasks: number }
  | { readonly kind: 'target-state'; readonly connector: string; readonly state: TargetState | null }
  | {
      readonly kind: 'restart';
      readonly connector: string;
      readonly includeTasks: boolean;
      readonly onlyFailed: boolean;
    }
  | { readonly kind: 'task-count'; readonly connector: string; readonly tasks: number }
  | { readonly kind: 'session-key'; readonly sessionKey: SessionKey }
  | { readonly kind: 'logger'; readonly logger: string; readonly level: string };

/** The fields of a value come in the order in which Java writes them. */
export function encodeConfigRecord(record: ConfigRecord): { readonly key: string; readonly value: string | null } {
  const of = (key: string, value: unknown) => ({ key, value: value === null ? null : JSON.stringify(value) });
  switch (record.kind) {
    case 'connector':
      return of(`connector-${record.connector}`, record.config === null ? null : { properties: record.config });
    case 'task':
      return of(`task-${taskName(record.id)}`, { properties: record.config });
    case 'commit':
      return of(`commit-${record.connector}`, { tasks: record.tasks });
    case 'target-state':
      return of(`target-state-${record.connector}`, record.state === null ? null : encodeState(record.state));
    case 'restart':
      return of(`restart-connector-${record.connector}`, {
        'include-tasks': record.includeTasks,
        'only-failed': record.onlyFailed,
      });
    case 'task-count':
      return of(`tasks-fencing-${record.connector}`, { 'task-count': record.tasks });
    case 'session-key': {
      const { key, algorithm, createdMs } = record.sessionKey;
      return of('session-key', { key, algorithm, 'creation-timestamp': createdMs });
    }
    case 'logger':
      return of(`logger-cluster-${record.logger}`, { level: record.level });
  }
}

/** Workers that do not know STOPPED read `state` only. */
const encodeState = (state: TargetState) => ({ state: state === 'STOPPED' ? 'PAUSED' : state, 'state.v2': state });

const readers: readonly (readonly [prefix: string, read: (name: string, value: unknown) => ConfigRecord])[] = [
  ['target-state-', readTargetState],
  ['connector-', readConnector],
  ['task-', readTask],
  ['commit-', (connector, value) => ({ kind: 'commit', connector, tasks: integer(value, 'tasks') })],
  ['restart-connector-', readRestart],
  ['tasks-fencing-', (connector, value) => ({ kind: 'task-count', connector, tasks: integer(value, 'task-count') })],
  ['session-key', readSessionKey],
  ['logger-cluster-', (logger, value) => ({ kind: 'logger', logger, level: text(value, 'level') })],
];

/**
 * Reads a record; `value` is what its JSON says, null for a removal.
 * @returns null for a key that means nothing here
 * @throws TypeError that says what is wrong with the value
 */
export function decodeConfigRecord(key: string, value: unknown): ConfigRecord | null {
  const reader = readers.find(([prefix]) => key.startsWith(prefix));
  return reader === undefined ? null : reader[1](key.slice(reader[0].length), value);
}

function readConnector(connector: string, value: unknown): ConfigRecord {
  return { kind: 'connector', connector, config: value === null ? null : properties(value) };
}

function readTask(name: string, value: unknown): ConfigRecord {
  const match = /^(.+)-(\d+)$/s.exec(name);
  if (match === null) throw new TypeError('the key does not end with the number of a task');
  return { kind: 'task', id: { connector: match[1]!, task: Number(match[2]) }, config: properties(value) };
}

function readTargetState(connector: string, value: unknown): ConfigRecord {
  if (value === null) return { kind: 'target-state', connector, state: null };
  const fields = object(value);
  const state = fields['state.v2'] ?? fields['state'];
  if (state !== 'STARTED' && state !== 'PAUSED' && state !== 'STOPPED') {
    throw new TypeError(`there is no target state ${JSON.stringify(state)}`);
  }
  return { kind: 'target-state', connector, state };
}

function readRestart(connector: string, value: unknown): ConfigRecord {
  const fields = object(value);
  return {
    kind: 'restart',
    connector,
    includeTasks: fields['include-tasks'] === true,
    onlyFailed: fields['only-failed'] === true,
  };
}

function readSessionKey(_name: string, value: unknown): ConfigRecord {
  const createdMs = integer(value, 'creation-timestamp');
  return {
    kind: 'session-key',
    sessionKey: { key: text(value, 'key'), algorithm: text(value, 'algorithm'), createdMs },
  };
}

function properties(value: unknown): Properties {
  const fields = object(object(value)['properties'], 'properties');
  for (const [name, setting] of Object.entries(fields)) {
    if (setting !== null && typeof setting !== 'string') throw new TypeError(`the setting ${name} is not text`);
  }
  return fields as Properties;
}

function object(value: unknown, what = 'the value'): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what} is no object`);
  return value as Record<string, unknown>;
}

function integer(value: unknown, field: string): number {
  const number = object(value)[field];
  if (!Number.isSafeInteger(number)) throw new TypeError(`${field} is no integer`);
  return number as number;
}

function text(value: unknown, field: string): string {
  const found = object(value)[field];
  if (typeof found !== 'string') throw new TypeError(`${field} is no text`);
  return found;
}
