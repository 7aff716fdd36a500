import type { TaskId } from '../../config/task-id.ts';
import type { Status, StatusRecord, TopicUse } from './status-record.ts';

interface ConnectorEntry {
  connector: Status | null;
  readonly tasks: Map<number, Status>;
  readonly topics: Map<string, TopicUse>;
}

/** What the status topic says of connectors, tasks and the topics that they use. Java: the cache of KafkaStatusBackingStore */
export class ClusterStatus {
  readonly #entries = new Map<string, ConnectorEntry>();

  /** Names of connectors of which, or of whose tasks, something is said. */
  connectors(): string[] {
    return [...this.#entries]
      .filter(([, { connector, tasks }]) => connector !== null || tasks.size > 0)
      .map(([name]) => name);
  }

  connector(name: string): Status | null {
    return this.#entries.get(name)?.connector ?? null;
  }

  /** In the order of their numbers. */
  tasks(connector: string): readonly (readonly [task: number, status: Status])[] {
    return [...(this.#entries.get(connector)?.tasks ?? [])].sort(([a], [b]) => a - b);
  }

  task({ connector, task }: TaskId): Status | null {
    return this.#entries.get(connector)?.tasks.get(task) ?? null;
  }

  topics(connector: string): readonly TopicUse[] {
    return [...(this.#entries.get(connector)?.topics.values() ?? [])];
  }

  usesTopic(connector: string, topic: string): boolean {
    return this.#entries.get(connector)?.topics.has(topic) ?? false;
  }

  apply(record: StatusRecord): void {
    const entry = this.#entry(record.kind === 'task' ? record.id.connector : record.connector);
    if (record.kind === 'connector') entry.connector = record.status;
    else if (record.kind === 'task') applyTask(entry, record.id.task, record.status);
    else if (record.use === null) entry.topics.delete(record.topic);
    else entry.topics.set(record.topic, record.use);
  }

  #entry(connector: string): ConnectorEntry {
    let entry = this.#entries.get(connector);
    if (entry === undefined) {
      entry = { connector: null, tasks: new Map(), topics: new Map() };
      this.#entries.set(connector, entry);
    }
    return entry;
  }
}

/** A worker that gives a task up may say so after the next one has begun to run it. */
function applyTask({ tasks }: ConnectorEntry, task: number, status: Status | null): void {
  const before = tasks.get(task);
  const isLate =
    status?.state === 'UNASSIGNED' &&
    before?.state === 'RUNNING' &&
    status.workerId !== before.workerId &&
    status.generation <= before.generation;
  if (isLate) return;
  if (status === null) tasks.delete(task);
  else tasks.set(task, status);
}

/** Whether a worker may say something of what another one may have taken over meanwhile. */
export function isSafeToSay(status: Status, before: Status | null): boolean {
  return before === null || before.workerId === status.workerId || before.generation <= status.generation;
}
