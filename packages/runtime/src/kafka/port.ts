/**
 * What the worker asks of Kafka, and all that it knows of it. One adapter stands behind this port (`client.ts`); tests may put a double here.
 *
 * Settings are Java's, by name and as text (`linger.ms`, `max.poll.records`, `security.protocol` …), so that `producer.`, `consumer.` and
 * `admin.` overrides mean what they mean there.
 */

/** What a key or value is on its way to Kafka: bytes, or a text that stands for its UTF-8 bytes (written in place, without a buffer of its own). */
export type Payload = Uint8Array | string | null;

export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface TopicPartitionOffset extends TopicPartition {
  /** Offset of the next record to read; 0 or more. */
  readonly offset: number;
}

export type ClientProperties = Readonly<Record<string, string>>;

/** Told of the fate of records sent; one receipt may stand for many records, and hears of each exactly once. */
export interface Receipt {
  /** `count` consecutive records were written to `topic`-`partition`, the first of them at `baseOffset` (-1 with acks=0). */
  delivered(count: number, topic: string, partition: number, baseOffset: number): void;
  /** `count` records will not be written: not retriable, or `delivery.timeout.ms` is over. */
  failed(count: number, error: Error): void;
}

export interface Producer {
  /**
   * Takes a record for sending; never waits and never throws for what happens at the broker (the receipt hears of it). Key and value are
   * copied, so that their memory may be used again.
   * @param partition null lets the Java partitioner choose: murmur2 of the key, sticky without a key
   * @param timestampMs null is now
   */
  send(
    topic: string,
    partition: number | null,
    timestampMs: number | null,
    key: Payload,
    value: Payload,
    headers: readonly RecordHeader[] | null,
    receipt: Receipt,
  ): void;
  /** `buffer.memory` is used up; the caller should wait for `writable()` before it sends more. */
  readonly isFull: boolean;
  writable(): Promise<void>;
  /** Sends what is buffered at once; resolves when every record sent so far was delivered or has failed. */
  flush(): Promise<void>;
  /** Flushes for `timeoutMs` at most, fails what is left, and disconnects. */
  close(timeoutMs: number): Promise<void>;
}

/**
 * Records of one partition, decoded as they are read. `next()` moves to the next record and puts it into the fields; keys and values are
 * views into the response, valid as long as somebody holds them. A cursor must be read to its end before the next `poll`.
 */
export interface RecordCursor extends TopicPartition {
  next(): boolean;
  readonly offset: number;
  /** Milliseconds since the epoch; -1 where there is none. */
  readonly timestamp: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'NoTimestampType';
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** null is none. */
  readonly headers: readonly RecordHeader[] | null;
}

/** Called from within `poll` (and `close`), as Java does; the consumer waits for the promise before it goes on in the group. */
export interface RebalanceListener {
  /** Still ours while this runs: offsets may be committed. */
  revoked(partitions: readonly TopicPartition[]): Promise<void> | void;
  assigned(partitions: readonly TopicPartition[]): Promise<void> | void;
  /** Taken from us already (fenced, or the session expired): commit nothing. */
  lost(partitions: readonly TopicPartition[]): Promise<void> | void;
}

export interface Consumer {
  /** Joins the group at the next `poll`. A pattern is matched against all topics, again whenever metadata is refreshed (`metadata.max.age.ms`). */
  subscribe(topics: readonly string[] | RegExp, listener: RebalanceListener): void;
  /** Reads these partitions without a group. */
  assign(partitions: readonly TopicPartition[]): void;
  /**
   * Up to `max.poll.records` records in all, of the partitions that are not paused; `[]` after `timeoutMs` or `wakeup()`.
   * Rebalances happen in here. Rejects with a ConnectError when the broker refuses us for good.
   */
  poll(timeoutMs: number): Promise<readonly RecordCursor[]>;
  /** Ends the `poll` that is waiting, or the next one, at once. */
  wakeup(): void;
  assignment(): readonly TopicPartition[];
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  seek(partition: TopicPartition, offset: number): void;
  /** Offset of the next record that `poll` will return; null while it is not known yet. */
  position(partition: TopicPartition): number | null;
  commit(offsets: readonly TopicPartitionOffset[]): Promise<void>;
  /** What the group has committed; partitions without an offset are left out. */
  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]>;
  beginningOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]>;
  endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionOffset[]>;
  /** Revokes, leaves the group, disconnects. */
  close(): Promise<void>;
}

export interface NewTopic {
  readonly topic: string;
  /** -1 is the broker's default, for both. */
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

export interface Admin {
  /** Rejects with a ConnectError that names the address when no broker answers within `timeoutMs`. */
  clusterId(timeoutMs: number): Promise<string>;
  /** Partition counts of those topics that exist. */
  describeTopics(topics: readonly string[]): Promise<Map<string, number>>;
  listTopics(): Promise<string[]>;
  /** Names that this call created; those that existed are not among them and are no error. */
  createTopics(topics: readonly NewTopic[]): Promise<string[]>;
  deleteTopics(topics: readonly string[]): Promise<void>;
  /** One setting of a topic, also where it is the broker's default; null if the broker does not tell. */
  topicConfig(topic: string, name: string): Promise<string | null>;
  /** All that a consumer group has committed; nothing for a group that is not there. */
  groupOffsets(groupId: string): Promise<TopicPartitionOffset[]>;
  /** Rejects while the group has members, and for partitions that are not there. */
  alterGroupOffsets(groupId: string, offsets: readonly TopicPartitionOffset[]): Promise<void>;
  /** The same; a group that is not there has nothing to delete. */
  deleteGroupOffsets(groupId: string, partitions: readonly TopicPartition[]): Promise<void>;
  /** Rejects while the group has members. One that is not there is no error. */
  deleteGroup(groupId: string): Promise<void>;
  close(): Promise<void>;
}

export interface GroupSettings {
  readonly groupId: string;
  /** `connect` for workers. */
  readonly protocolType: string;
  readonly sessionTimeoutMs: number;
  /** How long the group waits for members that are to join again. */
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
}

export interface GroupAssignment {
  readonly memberId: string;
  readonly leaderId: string;
  readonly generation: number;
  /** Of those that were offered, the one that all members have. */
  readonly protocol: string;
  readonly assignment: Buffer;
}

/** What a leader is told: who takes part, and with what to say. */
export interface GroupRound {
  readonly memberId: string;
  readonly generation: number;
  /** The last one that this member has completed; -1 for none. */
  readonly lastGeneration: number;
  readonly protocol: string;
  readonly members: readonly { readonly memberId: string; readonly metadata: Buffer }[];
}

export type OfferedProtocols = readonly { readonly name: string; readonly metadata: Buffer }[];

export interface GroupListener {
  /**
   * What this member offers and says, the best first; asked at each join. What has to be stopped before the group shares out anew may be
   * stopped in here: heartbeats go on meanwhile.
   */
  protocols(): OfferedProtocols | Promise<OfferedProtocols>;
  /** Asked as leader: the share of each member. */
  assign(round: GroupRound): Promise<ReadonlyMap<string, Buffer>>;
  assigned(assignment: GroupAssignment): void;
  /** The coordinator has not answered for a whole session: what this member was given may be another's by now. It goes on trying to join. */
  lost(error: Error): void;
  /** The broker refuses us for good. */
  failed(error: Error): void;
}

/** A member of a group whose members share something else than partitions. Heartbeats go on by themselves. */
export interface GroupMember {
  /** Empty before the first join. */
  readonly memberId: string;
  readonly generation: number;
  /** Joins, or joins again: also by itself when the group rebalances. */
  join(): void;
  /** Leaves for good, and disconnects. */
  leave(): Promise<void>;
}

export interface KafkaPort {
  groupMember(properties: ClientProperties, settings: GroupSettings, listener: GroupListener): GroupMember;
  producer(properties: ClientProperties): Producer;
  consumer(properties: ClientProperties): Consumer;
  admin(properties: ClientProperties): Admin;
}
