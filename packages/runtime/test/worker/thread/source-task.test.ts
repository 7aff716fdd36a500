import { RetriableError, SourceRecord, type SourceTask } from '@causeway/api';
import { describe, expect, test, vi } from 'vitest';
import { TestKafka } from './kafka-double.ts';
import { RunningTask } from './task-thread.ts';

const partition = { file: 'f' };
const record = (value: string, n: number, offset: Record<string, unknown> = { n }): SourceRecord =>
  new SourceRecord({ sourcePartition: partition, sourceOffset: offset, topic: 't', value });
const recordsOf = (...values: string[]): SourceRecord[] => values.map((value, i) => record(value, i + 1));

/** Gives these batches one after another, then nothing for ever; `atEnd` is called each time there is nothing. */
function sourceOf(
  batches: readonly (readonly SourceRecord[] | Error)[],
  atEnd: () => void,
  more: Partial<SourceTask> = {},
): SourceTask {
  let next = 0;
  return {
    start: () => undefined,
    poll: async () => {
      const batch = batches[next++];
      if (batch instanceof Error) throw batch;
      if (batch === undefined) atEnd();
      return batch ?? null;
    },
    stop: () => undefined,
    ...more,
  };
}

const storedKey = '["c",{"file":"f"}]';
const tolerant = { 'errors.tolerance': 'all' };
const creation = { 'topic.creation.default.partitions': '2', 'topic.creation.default.replication.factor': '1' };

describe('a source task', () => {
  test.each<[what: string, values: string[], settings: Record<string, string>, sent: string[], stored: string]>([
    ['all records', ['a', 'b'], {}, ['a', 'b'], '{"n":2}'],
    [
      'what transformations leave',
      ['a', 'drop', 'b'],
      { transforms: 'd', 'transforms.d.type': 'DropTransformation' },
      ['a', 'b'],
      '{"n":3}',
    ],
    ['all but bad records with errors.tolerance=all', ['a', 'bad', 'b'], tolerant, ['a', 'b'], '{"n":3}'],
    ['records whose converter answers late', ['a', 'late', 'b'], {}, ['a', 'late', 'b'], '{"n":3}'],
    [
      'records whose converter fails for a while',
      ['flaky', 'b'],
      { 'errors.retry.timeout': '60000' },
      ['flaky', 'b'],
      '{"n":2}',
    ],
  ])('sends %s in order and stores how far it came', async (_, values, settings, sent, stored) => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    await running.source(
      sourceOf([recordsOf(...values)], () => running.stop()),
      settings,
    );
    expect(kafka.sender.values).toEqual(sent);
    expect(running.offsets.stored.get(storedKey)).toBe(stored);
  });

  test('tells of its topics once, and again with the next record when asked to', async () => {
    const running = new RunningTask(new TestKafka());
    const batches = [recordsOf('a'), recordsOf('b'), recordsOf('c')];
    await running.source({
      start: () => undefined,
      poll: () => {
        if (batches.length === 1) running.forgetTopics();
        const batch = batches.shift();
        if (batch === undefined) running.stop();
        return batch ?? null;
      },
      stop: () => undefined,
    });
    expect(running.topics).toEqual(['t', 't']);
  });

  test('stores no offset before Kafka has the record', async () => {
    const kafka = new TestKafka();
    kafka.sender.isPrompt = false;
    let commits = 0;
    const running = new RunningTask(kafka);
    const task = sourceOf([recordsOf('a', 'b')], () => undefined, {
      commit: () => {
        commits++;
      },
    });
    const ended = running.source(task);
    await vi.waitFor(() => expect(kafka.sender.sent).toHaveLength(2));
    const before = commits;
    await vi.waitFor(() => expect(commits).toBeGreaterThan(before));
    expect(running.offsets.stored.size).toBe(0);
    kafka.sender.deliver(2);
    await vi.waitFor(() => expect(running.offsets.stored.get(storedKey)).toBe('{"n":2}'));
    running.stop();
    await ended;
  });

  test('that stops with records under way stores nothing of them', async () => {
    const kafka = new TestKafka();
    kafka.sender.isPrompt = false;
    const running = new RunningTask(kafka);
    await running.source(sourceOf([recordsOf('a')], () => running.stop()));
    expect(running.offsets.stored.size).toBe(0);
  });

  test('fails at a bad record and says where it comes from, but keeps what was sent before', async () => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    const ended = running.source(sourceOf([recordsOf('a', 'bad')], () => running.stop()));
    await expect(ended).rejects.toThrow(
      /converting the value of record for topic t from \{"file":"f"\} at \{"n":2\} \(TestConverter\): bad is bad/,
    );
    expect(running.offsets.stored.get(storedKey)).toBe('{"n":1}');
  });

  test.each<[what: string, settings: Record<string, string>, stored: string | undefined]>([
    ['fails with errors.tolerance=none and stores nothing', {}, undefined],
    ['goes on with errors.tolerance=all', tolerant, '{"n":1}'],
  ])('whose record Kafka does not take %s', async (_, settings, stored) => {
    const kafka = new TestKafka();
    kafka.sender.isPrompt = false;
    const running = new RunningTask(kafka);
    const ended = running
      .source(
        sourceOf([recordsOf('a')], () => undefined),
        settings,
      )
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(kafka.sender.sent).toHaveLength(1));
    kafka.sender.fail(1, new Error('too large'));
    if (stored === undefined) {
      expect(String(await ended)).toMatch(/could not be delivered to Kafka: too large/);
    } else {
      await vi.waitFor(() => expect(running.offsets.stored.get(storedKey)).toBe(stored));
      running.stop();
      expect(await ended).toBeUndefined();
    }
    expect(running.offsets.stored.get(storedKey)).toBe(stored);
  });

  test('is polled again after a RetriableError, and fails at any other', async () => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    const batches = [new RetriableError('not now'), recordsOf('a'), new Error('broken')];
    await expect(running.source(sourceOf(batches, () => undefined))).rejects.toThrow('broken');
    expect(kafka.sender.values).toEqual(['a']);
    expect(running.offsets.stored.get(storedKey)).toBe('{"n":1}');
  });

  test('waits while the buffer is full', async () => {
    const kafka = new TestKafka();
    kafka.sender.isFull = true;
    const running = new RunningTask(kafka);
    const ended = running.source(sourceOf([recordsOf('a')], () => running.stop()));
    await vi.waitFor(() => expect(running.states).toEqual(['started']));
    expect(kafka.sender.values).toEqual([]);
    await vi.waitFor(() => {
      kafka.sender.makeRoom();
      expect(kafka.sender.values).toEqual(['a']);
    });
    await ended;
  });

  test('that answers at once with nothing, again and again, leaves room for others', async () => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    const ended = running.source(sourceOf([], () => undefined));
    setImmediate(() => setImmediate(() => running.stop()));
    await expect(ended).resolves.toBeUndefined();
  });

  test('tries again to store offsets that could not be stored', async () => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    running.offsets.isBroken = true;
    const ended = running.source(sourceOf([recordsOf('a')], () => undefined));
    await vi.waitFor(() => expect(running.logged.join()).toMatch(/Could not store source offsets.*the disk is full/));
    running.offsets.isBroken = false;
    await vi.waitFor(() => expect(running.offsets.stored.get(storedKey)).toBe('{"n":1}'));
    running.stop();
    await ended;
  });

  test('goes on when one of its offsets cannot be stored, and says so', async () => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    const wrong = record('a', 1, { nested: { n: 1 } });
    await running.source(sourceOf([[wrong]], () => running.stop()));
    expect(kafka.sender.values).toEqual(['a']);
    expect(running.logged.join()).toMatch(/An offset of the task can't be stored: .*"nested"/);
    expect(running.offsets.stored.size).toBe(0);
  });

  test('hears of each record, and does no harm by failing at that', async () => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    const heard: string[] = [];
    const task = sourceOf([recordsOf('a', 'bad', 'b')], () => running.stop(), {
      commitRecord: ({ value }, metadata) => {
        heard.push(`${String(value)} ${metadata === null ? 'skipped' : metadata.topic}`);
        throw new Error('cannot hear');
      },
    });
    await running.source(task, tolerant);
    expect(heard.sort()).toEqual(['a t', 'b t', 'bad skipped']);
    expect(running.logged.join()).toMatch(/commitRecord failed: cannot hear/);
    expect(running.offsets.stored.get(storedKey)).toBe('{"n":3}');
  });

  test('says that it is paused when its last poll is over, and polls no more', async () => {
    const kafka = new TestKafka();
    const running = new RunningTask(kafka);
    let polls = 0;
    const polled = Promise.withResolvers<SourceRecord[]>();
    const ended = running.source({
      start: () => undefined,
      poll: () => (polls++ === 0 ? polled.promise : (running.stop(), null)),
      stop: () => undefined,
    });
    await vi.waitFor(() => expect(polls).toBe(1));
    running.pause();
    polled.resolve(recordsOf('a'));
    await vi.waitFor(() => expect(running.states).toEqual(['started', 'paused']));
    expect([polls, kafka.sender.values, running.offsets.stored.get(storedKey)]).toEqual([1, ['a'], '{"n":1}']);
    running.resume();
    await ended;
    expect(running.states.slice(0, 3)).toEqual(['started', 'paused', 'resumed']);
  });
});

describe('topics of a source', () => {
  test.each<[what: string, settings: Record<string, string>, failures: Error[], created: number[]]>([
    ['are left to the broker without topic.creation settings', {}, [], []],
    ['are created by them', creation, [], [2]],
    ['are created once the cluster answers', creation, [new RetriableError('no answer')], [2]],
    [
      'are created once the cluster answers, with errors.tolerance=all too',
      { ...creation, ...tolerant },
      [new RetriableError('no answer')],
      [2],
    ],
  ])('%s', async (_, settings, failures, created) => {
    const kafka = new TestKafka();
    kafka.operator.failures.push(...failures);
    const running = new RunningTask(kafka);
    await running.source(
      sourceOf([recordsOf('a')], () => running.stop()),
      settings,
    );
    expect(kafka.operator.created.map(({ partitions }) => partitions)).toEqual(created);
    expect(kafka.sender.values).toEqual(['a']);
  });

  test('that cannot be created fail the task, with errors.tolerance=all too', async () => {
    const kafka = new TestKafka();
    kafka.operator.failures.push(new Error('not allowed'));
    const running = new RunningTask(kafka);
    const ended = running.source(
      sourceOf([recordsOf('a')], () => running.stop()),
      { ...creation, ...tolerant },
    );
    await expect(ended).rejects.toThrow('not allowed');
  });
});
