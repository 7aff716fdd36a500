import { describe, expect, test } from 'vitest';
import { changeOffsets, requireStopped } from '../../src/herder/connector-offsets.ts';
import { BadRequestError } from '../../src/herder/errors.ts';
import type { ConnectorInfo } from '../../src/herder/states.ts';
import type { ConnectorOffset } from '../../src/storage/connector-offsets.ts';
import type { Worker } from '../../src/worker/worker.ts';

/** Notes what is to be stored. */
class TestWorker {
  readonly altered: unknown[] = [];
  isSure = true;
  isBusy = false;

  hasTasksOf(): boolean {
    return this.isBusy;
  }

  async alterSourceOffsets(_: unknown, offsets: unknown): Promise<boolean> {
    this.altered.push(offsets);
    return this.isSure;
  }

  async alterSinkOffsets(_: unknown, offsets: unknown): Promise<boolean> {
    this.altered.push(offsets);
    return this.isSure;
  }
}

const info = (type: ConnectorInfo['type']): ConnectorInfo => ({ name: 'c', config: {}, tasks: [], type });
const change = (worker: TestWorker, type: ConnectorInfo['type'], offsets: ConnectorOffset[] | null): Promise<string> =>
  changeOffsets(worker as unknown as Worker, info(type), offsets);
const topic = { kafka_topic: 't', kafka_partition: 0 };

describe('changing the offsets of a connector', () => {
  test.each<[partition: Record<string, unknown>, offset: Record<string, unknown> | null, stored: unknown]>([
    [topic, { kafka_offset: 5 }, { topic: 't', partition: 0, offset: 5 }],
    [{ ...topic, kafka_partition: '1' }, { kafka_offset: '6' }, { topic: 't', partition: 1, offset: 6 }],
    [topic, null, { topic: 't', partition: 0, offset: null }],
  ])('gives %j of a sink %j', async (partition, offset, stored) => {
    const worker = new TestWorker();
    await change(worker, 'sink', [{ partition, offset }]);
    expect(worker.altered).toEqual([[stored]]);
  });

  test.each<[partition: Record<string, unknown>, offset: Record<string, unknown> | null, message: RegExp]>([
    [{ topic: 't', partition: 0 }, null, /must contain the keys 'kafka_topic' and 'kafka_partition'/],
    [{ ...topic, kafka_topic: null }, null, /topic names must be valid strings/],
    [{ ...topic, kafka_partition: null }, null, /partitions must be valid numbers/],
    [{ ...topic, kafka_partition: 'zero' }, null, /Kafka partition value in the provided offsets: 'zero'/],
    [{ ...topic, kafka_partition: 1.5 }, null, /Kafka partition value in the provided offsets: '1.5'/],
    [topic, { offset: 1 }, /should either be null or contain the key 'kafka_offset'/],
    [topic, { kafka_offset: 'one' }, /Kafka offset value in the provided offsets: 'one'/],
    [topic, { kafka_offset: null }, /Kafka offset value in the provided offsets: 'null'/],
  ])('refuses %j of a sink with %j', async (partition, offset, message) => {
    const worker = new TestWorker();
    const refused = change(worker, 'sink', [{ partition, offset }]);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(BadRequestError);
    expect(worker.altered).toEqual([]);
  });

  test('leaves it to a source which offsets it has', async () => {
    const worker = new TestWorker();
    const offsets = [{ partition: { file: 'x' }, offset: { position: 1n } }];
    await change(worker, 'source', offsets);
    expect(worker.altered).toEqual([offsets]);
  });

  test.each<[offsets: ConnectorOffset[] | null, isSure: boolean, message: RegExp]>([
    [[], true, /^The offsets for this connector have been altered successfully$/],
    [null, true, /^The offsets for this connector have been reset successfully$/],
    [[], false, /^The Connect framework-managed offsets .* altered successfully\. However, if .* manually altered/],
    [null, false, /^The Connect framework-managed offsets .* reset successfully\. However, if .* manually reset/],
  ])('says what was done with %j where the connector promises %s', async (offsets, isSure, message) => {
    const worker = new TestWorker();
    worker.isSure = isSure;
    expect(await change(worker, 'source', offsets)).toMatch(message);
  });

  test('is refused while a task that does not stop would store others', async () => {
    const worker = new TestWorker();
    worker.isBusy = true;
    await expect(change(worker, 'source', null)).rejects.toThrow(/cannot be changed while a task of it has not ended/);
    expect(worker.altered).toEqual([]);
  });

  test.each<[targetState: 'STOPPED' | 'PAUSED' | 'STARTED' | null, tasks: number, isFit: boolean]>([
    ['STOPPED', 0, true],
    ['STOPPED', 1, false],
    ['PAUSED', 0, false],
    ['STARTED', 0, false],
    [null, 0, false],
  ])('wants a connector that is to be %s and has %i tasks: %s', (targetState, tasks, isFit) => {
    const check = (): void => requireStopped('c', targetState, tasks);
    if (isFit) expect(check).not.toThrow();
    else expect(check).toThrow(/must be in the STOPPED state .*'PUT' request to the '\/connectors\/c\/stop' endpoint/);
  });
});
