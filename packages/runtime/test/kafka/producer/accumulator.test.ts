import { describe, expect, test } from 'vitest';
import type { Payload, Receipt } from '../../../src/kafka/port.ts';
import { Accumulator } from '../../../src/kafka/producer/accumulator.ts';
import type { ProducerBatch } from '../../../src/kafka/producer/batch.ts';
import { readProducerConfig } from '../../../src/kafka/producer/config.ts';
import { RecordSetCursor } from '../../../src/kafka/record-batch/decoder.ts';
import { plainBatch, recordBytes } from '../../../src/kafka/record-batch/encoder.ts';

const receipt: Receipt = { delivered: () => undefined, failed: () => undefined };

function append(accumulator: Accumulator, key: Payload, value: Payload): void {
  accumulator.append('t', null, 1, key, value, null, receipt, recordBytes(key, value, null));
}

function valuesOf(batch: ProducerBatch): string[] {
  const records = batch.encoder.finish(plainBatch);
  const set = { topic: 't', partition: 0, records, fetchOffset: 0, abortedTransactions: null, checkCrc: true };
  const cursor = new RecordSetCursor(set);
  cursor.allow(Infinity);
  const values: string[] = [];
  while (cursor.next()) values.push(`${String(cursor.key)}=${String(cursor.value)}`);
  return values;
}

describe('records that wait for batches', () => {
  test.each([
    ['known', true],
    ['not known yet', false],
  ])('keep what they were while the memory they came in is used again, with a topic that is %s', (_, isKnown) => {
    const accumulator = new Accumulator(readProducerConfig({}));
    const metadata = { topic: 't', error: null, leaders: [1] };
    if (isKnown) accumulator.update(metadata);
    const memory = Buffer.from('k1v1');
    append(accumulator, memory.subarray(0, 2), memory.subarray(2, 4));
    memory.write('k2v2');
    append(accumulator, memory.subarray(0, 2), memory.subarray(2, 4));
    memory.fill(0);
    if (!isKnown) accumulator.update(metadata);
    const [queue] = accumulator.active;
    expect(queue!.batches.flatMap(valuesOf)).toEqual(['k1=v1', 'k2=v2']);
  });

  test('go to as many batches as their size asks for, and none is lost between them', () => {
    const accumulator = new Accumulator(readProducerConfig({ 'batch.size': '2000' }));
    accumulator.update({ topic: 't', error: null, leaders: [1] });
    const values = Array.from({ length: 500 }, (_, i) => `${i}`.padEnd(i % 97, '.'));
    for (const value of values) append(accumulator, null, value);
    const [queue] = accumulator.active;
    expect(queue!.batches.flatMap(valuesOf)).toEqual(values.map((value) => `null=${value}`));
    expect(queue!.batches.length).toBeGreaterThan(5);
    expect(Math.max(...queue!.batches.map(({ bytes }) => bytes))).toBeLessThanOrEqual(2000);
    expect(accumulator.bufferedBytes).toBe(queue!.batches.reduce((sum, { bytes }) => sum + bytes, 0));
  });
});
