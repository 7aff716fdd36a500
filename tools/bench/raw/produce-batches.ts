import type { KafkaConnection } from './kafka-connection.ts';

export interface BatchesToSend {
  readonly topic: string;
  readonly batches: Iterable<Buffer>;
  /** Told of each batch that the broker has taken, by its place. */
  readonly sent?: (index: number) => void;
  readonly stop?: AbortSignal;
}

const inFlight = 5;

/** Sends ready-made batches, five on their way at any time, and waits until the broker has them. */
export async function produceBatches(connection: KafkaConnection, job: BatchesToSend): Promise<void> {
  const { topic, batches, sent, stop } = job;
  const queue = batches[Symbol.iterator]();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = queue.next(); item.done !== true && stop?.aborted !== true; item = queue.next()) {
      const index = next++;
      await connection.produce(topic, item.value);
      sent?.(index);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}
