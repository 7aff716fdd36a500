/** Kafka in memory, behind its port: topics of one partition, and groups whose members share something else than partitions. */
import type {
  Admin,
  Consumer,
  GroupListener,
  GroupMember,
  KafkaPort,
  Payload,
  Producer,
  Receipt,
  RecordCursor,
  TopicPartition,
} from '../../../src/kafka/port.ts';

export interface Stored {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
}

export class MemoryKafka implements KafkaPort {
  /** All that was written, in the order of time. */
  readonly written: Stored[] = [];
  readonly group = new MemoryGroup();
  readonly #topics = new Map<string, Stored[]>();
  readonly #listeners = new Set<() => void>();

  records(topic: string): Stored[] {
    let records = this.#topics.get(topic);
    if (records === undefined) this.#topics.set(topic, (records = []));
    return records;
  }

  producer(): Producer {
    return {
      isFull: false,
      writable: () => Promise.resolve(),
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
      send: (topic, _partition, _timestamp, key, value, _headers, receipt) => {
        this.#append({ topic, key: textOf(key), value: textOf(value) }, receipt);
      },
    };
  }

  #append(record: Stored, receipt: Receipt): void {
    const records = this.records(record.topic);
    records.push(record);
    this.written.push(record);
    queueMicrotask(() => {
      receipt.delivered(1, record.topic, 0, records.length - 1);
      for (const tell of this.#listeners) tell();
    });
  }

  consumer(): Consumer {
    return new MemoryConsumer(this, this.#listeners) as Partial<Consumer> as Consumer;
  }

  admin(): Admin {
    throw new Error('nobody asks for it here');
  }

  groupMember(_properties: unknown, _settings: unknown, listener: GroupListener): GroupMember {
    return this.group.member(listener);
  }
}

const textOf = (payload: Payload): string | null =>
  payload === null ? null : Buffer.from(payload as string).toString();

class MemoryConsumer {
  readonly #kafka: MemoryKafka;
  readonly #listeners: Set<() => void>;
  #topic = '';
  #position = 0;
  #wake: () => void = () => undefined;

  constructor(kafka: MemoryKafka, listeners: Set<() => void>) {
    this.#kafka = kafka;
    this.#listeners = listeners;
    listeners.add(this.wakeup);
  }

  readonly wakeup = (): void => this.#wake();

  assign([partition]: readonly TopicPartition[]): void {
    this.#topic = partition!.topic;
  }

  seek(): void {
    this.#position = 0;
  }

  position(): number {
    return this.#position;
  }

  async beginningOffsets(partitions: readonly TopicPartition[]) {
    return partitions.map((partition) => ({ ...partition, offset: 0 }));
  }

  async endOffsets(partitions: readonly TopicPartition[]) {
    return partitions.map((partition) => ({ ...partition, offset: this.#kafka.records(this.#topic).length }));
  }

  async poll(): Promise<readonly RecordCursor[]> {
    const records = this.#kafka.records(this.#topic);
    if (this.#position >= records.length) await new Promise<void>((resolve) => (this.#wake = resolve));
    const from = this.#position;
    let at = from - 1;
    const next = (): boolean => {
      if (at + 1 >= records.length) return false;
      this.#position = ++at + 1;
      return true;
    };
    const bytes = (field: 'key' | 'value') => {
      const text = records[at]![field];
      return text === null ? null : Buffer.from(text);
    };
    const cursor = {
      ...{ next, topic: this.#topic, partition: 0, timestamp: 0, timestampType: 'CreateTime' as const, headers: null },
      get offset() {
        return at;
      },
      get key() {
        return bytes('key');
      },
      get value() {
        return bytes('value');
      },
    } as const;
    return from < records.length ? [cursor] : [];
  }

  async close(): Promise<void> {
    this.#listeners.delete(this.wakeup);
  }
}

interface Joined {
  readonly id: string;
  readonly listener: GroupListener;
  generation: number;
  isGone: boolean;
}

/** Rebalances one round after the other, with all members that are there; the first of them leads. */
export class MemoryGroup {
  readonly #members: Joined[] = [];
  #generation = 0;
  #isWanted = false;
  #isRunning = false;
  #ids = 0;

  member(listener: GroupListener): GroupMember {
    const joined: Joined = { id: `m${++this.#ids}`, listener, generation: -1, isGone: false };
    const join = (): void => {
      if (joined.isGone) return;
      if (!this.#members.includes(joined)) this.#members.push(joined);
      this.rebalance();
    };
    return Object.assign(joined, { memberId: joined.id, join, leave: async () => this.#remove(joined) });
  }

  /** As if the session of the member had expired. */
  expel(index: number): void {
    this.#remove(this.#members[index]!);
  }

  #remove(joined: Joined): void {
    joined.isGone = true;
    const index = this.#members.indexOf(joined);
    if (index >= 0) this.#members.splice(index, 1);
    this.rebalance();
  }

  rebalance(): void {
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.#round([...this.#members]).catch(() => undefined); // a member that is stopping
    }
    this.#isRunning = false;
  }

  async #round(members: readonly Joined[]): Promise<void> {
    const offers = await Promise.all(members.map(async ({ listener }) => listener.protocols()));
    const leader = members[0];
    if (leader === undefined || members.some(({ isGone }) => isGone)) return;
    const protocol = offers[0]!.find(({ name }) => offers.every((offer) => offer.some((o) => o.name === name)))!.name;
    const generation = ++this.#generation;
    const shares = await leader.listener.assign({
      ...{ memberId: leader.id, generation, lastGeneration: leader.generation, protocol },
      members: members.map(({ id }, i) => ({
        memberId: id,
        metadata: offers[i]!.find(({ name }) => name === protocol)!.metadata,
      })),
    });
    for (const member of members) {
      member.generation = generation;
      const assignment = shares.get(member.id)!;
      member.listener.assigned({ memberId: member.id, leaderId: leader.id, generation, protocol, assignment });
    }
  }
}
