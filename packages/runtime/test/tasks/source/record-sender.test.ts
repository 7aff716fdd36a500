import { type Converter, SourceRecord } from '@causeway/api';
import { describe, expect, test, vi } from 'vitest';
import type { Payload, Producer } from '../../../src/kafka/port.ts';
import { InFlight } from '../../../src/tasks/source/in-flight.ts';
import { RecordSender, type RecordSenderParts } from '../../../src/tasks/source/record-sender.ts';

const partition = { table: 't' };
const recordsOf = (count: number): SourceRecord[] =>
  Array.from(
    { length: count },
    (_, i) => new SourceRecord({ sourcePartition: partition, sourceOffset: { i }, topic: 't', value: i }),
  );

/** Keeps copies of what it is given; takes `room` records before it is full. */
class ProducerDouble implements Partial<Producer> {
  readonly values: string[] = [];
  room = Infinity;
  waits = 0;

  get isFull(): boolean {
    return this.room <= 0;
  }

  async writable(): Promise<void> {
    this.waits++;
    this.room = 10;
  }

  send(_topic: string, _partition: number | null, _timestamp: number | null, _key: Payload, value: Payload): void {
    this.room--;
    this.values.push(String(value));
  }
}

/** Writes each value over the one before as soon as that is released. */
class ReusingConverter implements Converter {
  readonly #memory = Buffer.alloc(1024);
  #used = 0;
  released = 0;
  configure = (): void => undefined;
  toConnectData = () => ({ schema: null, value: null });

  fromConnectData(_topic: string, _schema: unknown, value: unknown): Buffer | null {
    if (value === null) return null;
    const start = this.#used;
    this.#used += this.#memory.write(JSON.stringify(value), start);
    return this.#memory.subarray(start, this.#used);
  }

  release(): void {
    this.released++;
    this.#used = 0;
  }
}

function senderOf(producer: ProducerDouble, key: Converter, value: Converter): RecordSender {
  const parts = {
    chain: { isEmpty: true },
    converters: { key, value },
    converterClasses: { key: 'Key', value: 'Value', header: 'Header' },
    producer,
    inFlight: new InFlight(JSON.stringify, () => false),
    topics: { isReady: () => true },
    errors: { retry: async (work: () => unknown) => work() },
    commitRecord: null,
    onTopic: () => undefined,
  };
  return new RecordSender(parts as unknown as RecordSenderParts);
}

describe('records on their way to the producer', () => {
  test('come in order, each once, and release the memory of the converters that were used', async () => {
    const producer = new ProducerDouble();
    const [key, value] = [new ReusingConverter(), new ReusingConverter()];
    const records = recordsOf(1000);
    await senderOf(producer, key, value).send(records);
    expect(producer.values).toEqual(records.map((r) => String(r.value)));
    // the first goes the slow way, which asks for its topic
    expect([key.released, value.released]).toEqual([0, 999]);
  });

  test('wait for room, and go on with the record that had none', async () => {
    const producer = new ProducerDouble();
    producer.room = 5;
    const records = recordsOf(100);
    await senderOf(producer, new ReusingConverter(), new ReusingConverter()).send(records);
    expect(producer.values).toEqual(records.map((r) => String(r.value)));
    expect(producer.waits).toBeGreaterThan(5);
  });

  test('let the network come first now and again, where they take long', async () => {
    const producer = new ProducerDouble();
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 0.6));
    const seen: number[] = [];
    let isSending = true;
    const look = (): void => {
      seen.push(producer.values.length);
      if (isSending) setImmediate(look);
    };
    setImmediate(look);
    await senderOf(producer, new ReusingConverter(), new ReusingConverter()).send(recordsOf(1000));
    isSending = false;
    vi.restoreAllMocks();
    expect(new Set(seen).size).toBeGreaterThan(5);
    expect(producer.values).toEqual(recordsOf(1000).map((r) => String(r.value)));
  });
});
