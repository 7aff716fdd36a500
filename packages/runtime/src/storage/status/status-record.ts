import { taskName, type TaskId } from '../../config/task-id.ts';

/** The records of the status topic. Java: KafkaStatusBackingStore */

export type State = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'RESTARTING' | 'STOPPED';

const states: readonly string[] = ['UNASSIGNED', 'RUNNING', 'PAUSED', 'FAILED', 'RESTARTING', 'STOPPED'];

export interface Status {
  readonly state: State;
  /** Why it failed. */
  readonly trace: string | null;
  /** `host:port` of the worker that says so. */
  readonly workerId: string;
  /** Of the group, when it was said. */
  readonly generation: number;
  /** Of the plugin, where the worker has it running. */
  readonly version: string | null;
}

export interface TopicUse {
  readonly topic: string;
  readonly connector: string;
  readonly task: number;
  /** Milliseconds since the epoch. */
  readonly discoveredMs: number;
}

/** null removes. */
export type StatusRecord =
  | { readonly kind: 'connector'; readonly connector: string; readonly status: Status | null }
  | { readonly kind: 'task'; readonly id: TaskId; readonly status: Status | null }
  | { readonly kind: 'topic'; readonly connector: string; readonly topic: string; readonly use: TopicUse | null };

/** The fields come in the order in which Java writes them. */
export function encodeStatusRecord(record: StatusRecord): { readonly key: string; readonly value: string | null } {
  switch (record.kind) {
    case 'connector':
      return { key: `status-connector-${record.connector}`, value: encodeStatus(record.status) };
    case 'task':
      return { key: `status-task-${taskName(record.id)}`, value: encodeStatus(record.status) };
    case 'topic':
      return { key: `status-topic-${record.topic}:connector-${record.connector}`, value: encodeUse(record.use) };
  }
}

function encodeStatus(status: Status | null): string | null {
  if (status === null) return null;
  const { state, trace, workerId, generation, version } = status;
  return JSON.stringify({ state, trace, worker_id: workerId, generation, version });
}

function encodeUse(use: TopicUse | null): string | null {
  if (use === null) return null;
  const { topic, connector, task, discoveredMs } = use;
  return JSON.stringify({ topic: { name: topic, connector, task, discoverTimestamp: discoveredMs } });
}

const connectorKey = /^status-connector-(.*)$/s;
const taskKey = /^status-task-(.+)-(\d+)$/s;
const topicKey = /^status-topic-(.+):connector-(.*)$/s;

/**
 * Reads a record; `value` is what its JSON says, null for a removal.
 * @returns null for a key that means nothing here
 * @throws TypeError that says what is wrong with the value
 */
export function decodeStatusRecord(key: string, value: unknown): StatusRecord | null {
  const topic = topicKey.exec(key);
  if (topic !== null) {
    return { kind: 'topic', topic: topic[1]!, connector: topic[2]!, use: value === null ? null : decodeUse(value) };
  }
  const status = (): Status | null => (value === null ? null : decodeStatus(value));
  const task = taskKey.exec(key);
  if (task !== null) return { kind: 'task', id: { connector: task[1]!, task: Number(task[2]) }, status: status() };
  const connector = connectorKey.exec(key);
  return connector === null ? null : { kind: 'connector', connector: connector[1]!, status: status() };
}

function decodeStatus(value: unknown): Status {
  const { state, trace, worker_id: workerId, generation, version } = object(value);
  if (typeof state !== 'string' || !states.includes(state)) throw new TypeError(`there is no state ${String(state)}`);
  if (typeof workerId !== 'string') throw new TypeError('worker_id is no text');
  if (!Number.isSafeInteger(generation)) throw new TypeError('generation is no integer');
  return {
    state: state as State,
    trace: typeof trace === 'string' ? trace : null,
    workerId,
    generation: generation as number,
    version: typeof version === 'string' ? version : null,
  };
}

function decodeUse(value: unknown): TopicUse {
  const { name, connector, task, discoverTimestamp } = object(object(value)['topic']);
  if (typeof name !== 'string' || typeof connector !== 'string') throw new TypeError('name or connector is no text');
  return { topic: name, connector, task: Number(task), discoveredMs: Number(discoverTimestamp) };
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('the value is no object');
  return value as Record<string, unknown>;
}
