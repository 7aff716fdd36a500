/** Kafka as a task sees it, in memory and in no hurry: a double at the port. */
import { setImmediate } from 'node:timers/promises';
import type {
  Admin,
  Consumer,
  KafkaPort,
  NewTopic,
  Payload,
  Producer,
  RebalanceListener,
  Receipt,
  RecordCursor,
  RecordHeader,
  TopicPartition,
  TopicPartitionOffset,
} from '../../../src/kafka/port.ts';

export const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`;

export interface Sent {
  readonly topic: string;
  readonly value: Payload;
  readonly headers: Readonly<Record<string, string>>;
  readonly receipt: Receipt;
}

const namedHeaders = (headers: readonly RecordHeader[] | null): Record<string, string> =>
  Object.fromEntries((headers ?? []).map(({ key, value }) => [key, Buffer.from(value ?? '').toString()]));

export class TestProducer implements Producer {
  readonly sent: Sent[] = [];
  /** Waits for `deliver` or `fail` where false. */
  isPrompt = true;
  isFull = false;
  #settled = 0;
  #room: (() => void) | null = null;

  send(
    topic: string,
    _partition: number | null,
    _timestampMs: number | null,
    _key: Payload,
    value: Payload,
    headers: readonly RecordHeader[] | null,
    receipt: Receipt,
  ): void {
    this.sent.push({ topic, value, headers: namedHeaders(headers), receipt });
    if (this.isPrompt) this.deliver(1);
  }

  /** Acknowledges the oldest records. */
  deliver(count: number): void {
    for (let i = 0; i < count; i++) {
      const { receipt, topic } = this.sent[this.#settled]!;
      receipt.delivered(1, topic, 0, this.#settled++);
    }
  }

  fail(count: number, error: Error): void {
    for (let i = 0; i < count; i++) this.sent[this.#settled++]!.receipt.failed(1, error);
  }

  writable(): Promise<void> {
    return new Promise((resolve) => (this.#room = resolve));
  }

  makeRoom(): void {
    this.isFull = false;
    this.#room?.();
  }

  async flush(): Promise<void> {
    // what is not delivered by now will not be
  }

  async close(): Promise<void> {
    // nothing to close
  }

  get values(): Payload[] {
    return this.sent.map(({ value }) => value);
  }
}

class ListCursor implements RecordCursor {
  readonly topic: string;
  readonly partition: number;
  readonly timestamp = 0;
  readonly timestampType = 'CreateTime';
  readonly key = null;
  readonly headers = null;
  offset = -1;
  value: Uint8Array | null = null;
  readonly #values: readonly string[];
  #next: number;

  constructor({ topic, partition }: TopicPartition, values: readonly string[], from: number) {
    this.topic = topic;
    this.partition = partition;
    this.#values = values;
    this.#next = from;
  }

  next(): boolean {
    const value = this.#values[this.#next];
    if (value === undefined) return false;
    this.value = Buffer.from(value);
    this.offset = this.#next++;
    return true;
  }
}

/** So many polls in a row that give nothing and change nothing end the test's run. */
const idlePolls = 5;
/** No test needs as many. */
const mostPolls = 200;

/** Reads one topic `t` whose partitions hold these values. Rebalances and other events happen when there is nothing to read. */
export class TestConsumer implements Consumer {
  readonly log: readonly (readonly string[])[];
  readonly paused = new Set<string>();
  readonly commits: string[] = [];
  readonly positions = new Map<string, number>();
  /** Done one by one in polls that have nothing to give. */
  readonly events: (() => Promise<void> | void)[] = [];
  onIdle: () => void = () => undefined;
  readonly #committed = new Map<string, number>();
  #assigned: TopicPartition[] = [];
  #listener: RebalanceListener | null = null;
  #hasJoined = false;
  #idle = 0;
  #polls = 0;

  constructor(log: readonly (readonly string[])[]) {
    this.log = log;
  }

  subscribe(_topics: readonly string[] | RegExp, listener: RebalanceListener): void {
    this.#listener = listener;
  }

  assign(): void {
    throw new Error('Connect subscribes');
  }

  async poll(): Promise<readonly RecordCursor[]> {
    await setImmediate();
    if (++this.#polls > mostPolls) throw new Error('The task never ends');
    if (!this.#hasJoined) {
      this.#hasJoined = true;
      await this.give(this.log.map((_, partition) => partition));
      return [];
    }
    const cursors = this.#assigned.filter((p) => !this.paused.has(keyOf(p))).flatMap((p) => this.#read(p));
    if (cursors.length > 0) {
      this.#idle = 0;
      return cursors;
    }
    const event = this.events.shift();
    if (event !== undefined) await event();
    else if (++this.#idle >= idlePolls) this.onIdle();
    return [];
  }

  #read(partition: TopicPartition): RecordCursor[] {
    const values = this.log[partition.partition]!;
    const from = this.positions.get(keyOf(partition)) ?? 0;
    if (from >= values.length) return [];
    this.positions.set(keyOf(partition), values.length);
    return [new ListCursor(partition, values, from)];
  }

  async give(partitions: readonly number[]): Promise<void> {
    const given = partitions.map((partition) => ({ topic: 't', partition }));
    this.#assigned.push(...given);
    for (const partition of given) this.positions.set(keyOf(partition), this.#committed.get(keyOf(partition)) ?? 0);
    await this.#listener!.assigned(given);
  }

  async take(partitions: readonly number[], how: 'revoked' | 'lost'): Promise<void> {
    const taken = this.#assigned.filter(({ partition }) => partitions.includes(partition));
    await this.#listener![how](taken);
    this.#assigned = this.#assigned.filter((p) => !taken.includes(p));
    for (const partition of taken) this.paused.delete(keyOf(partition));
  }

  wakeup(): void {
    // polls never wait
  }

  assignment(): readonly TopicPartition[] {
    return this.#assigned;
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.add(keyOf(partition));
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.delete(keyOf(partition));
  }

  seek(partition: TopicPartition, offset: number): void {
    this.positions.set(keyOf(partition), offset);
  }

  position(partition: TopicPartition): number | null {
    return this.positions.get(keyOf(partition)) ?? null;
  }

  async commit(offsets: readonly TopicPartitionOffset[]): Promise<void> {
    for (const offset of offsets) {
      this.#committed.set(keyOf(offset), offset.offset);
      this.commits.push(`${keyOf(offset)}@${offset.offset}`);
    }
  }

  async committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]> {
    return partitions.flatMap((p) => {
      const offset = this.#committed.get(keyOf(p));
      return offset === undefined ? [] : [{ ...p, offset }];
    });
  }

  async beginningOffsets(): Promise<TopicPartitionOffset[]> {
    return [];
  }

  async endOffsets(): Promise<TopicPartitionOffset[]> {
    return [];
  }

  close(): Promise<void> {
    return this.take(
      this.#assigned.map(({ partition }) => partition),
      'revoked',
    );
  }
}

export class TestAdmin implements Admin {
  readonly topics = new Map<string, number>();
  readonly created: NewTopic[] = [];
  /** Thrown by the next calls, one each. */
  readonly failures: Error[] = [];

  async clusterId(): Promise<string> {
    return 'cluster';
  }

  async describeTopics(topics: readonly string[]): Promise<Map<string, number>> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    return new Map([...this.topics].filter(([topic]) => topics.includes(topic)));
  }

  async listTopics(): Promise<string[]> {
    return [...this.topics.keys()];
  }

  async createTopics(topics: readonly NewTopic[]): Promise<string[]> {
    this.created.push(...topics);
    for (const { topic, partitions } of topics) this.topics.set(topic, partitions);
    return topics.map(({ topic }) => topic);
  }

  async deleteTopics(): Promise<void> {
    throw new Error('A task deletes nothing');
  }

  async topicConfig(): Promise<string | null> {
    return null;
  }

  async groupOffsets(): Promise<never> {
    throw new Error('A task asks its consumer for offsets');
  }

  async alterGroupOffsets(): Promise<never> {
    throw new Error('A task commits as a member of its group');
  }

  async deleteGroupOffsets(): Promise<never> {
    throw new Error('A task deletes nothing');
  }

  async deleteGroup(): Promise<never> {
    throw new Error('A task deletes nothing');
  }

  async close(): Promise<void> {
    // nothing to close
  }
}

export class TestKafka implements KafkaPort {
  readonly sender = new TestProducer();
  readonly reader: TestConsumer;
  readonly operator = new TestAdmin();

  constructor(log: readonly (readonly string[])[] = []) {
    this.reader = new TestConsumer(log);
  }

  groupMember(): never {
    throw new Error('A task joins no group of workers');
  }

  producer(): Producer {
    return this.sender;
  }

  consumer(): Consumer {
    return this.reader;
  }

  admin(): Admin {
    return this.operator;
  }
}
