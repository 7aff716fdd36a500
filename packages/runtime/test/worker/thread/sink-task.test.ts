import {
  RetriableError,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
  type TopicPartition,
} from '@causeway/api';
import { describe, expect, test, vi } from 'vitest';
import { keyOf, TestKafka } from './kafka-double.ts';
import { RunningTask } from './task-thread.ts';

/** Remembers what it was asked to do; `onPut` may object. */
class TestTask implements SinkTask {
  readonly calls: string[] = [];
  readonly #onPut: (values: readonly unknown[], context: SinkTaskContext) => void | Promise<void>;
  #context: SinkTaskContext | null = null;

  constructor(onPut: (values: readonly unknown[], context: SinkTaskContext) => void | Promise<void> = () => undefined) {
    this.#onPut = onPut;
  }

  start(_config: unknown, context: SinkTaskContext): void {
    this.#context = context;
  }

  open(partitions: readonly TopicPartition[]): void {
    this.calls.push(`open ${partitions.map(keyOf).join()}`);
  }

  put(records: readonly SinkRecord[]): void | Promise<void> {
    if (records.length === 0) return;
    const values = records.map(({ value }) => value);
    this.calls.push(`put ${values.join()}`);
    return this.#onPut(values, this.#context!);
  }

  close(partitions: readonly TopicPartition[]): void {
    this.calls.push(`close ${partitions.map(keyOf).join()}`);
  }

  stop(): void {
    this.calls.push('stop');
  }

  get puts(): string[] {
    return this.calls.filter((call) => call.startsWith('put'));
  }
}

const tolerant = { 'errors.tolerance': 'all' };
const letters = { ...tolerant, 'errors.deadletterqueue.topic.name': 'letters' };
const drop = { transforms: 'd', 'transforms.d.type': 'DropTransformation' };

describe('a sink task', () => {
  test('is opened, given the records in order, committed, closed and stopped', async () => {
    const kafka = new TestKafka([['a', 'b'], ['c']]);
    const task = new TestTask();
    await new RunningTask(kafka).sink(task);
    expect(task.calls).toEqual(['open t-0,t-1', 'put a,b,c', 'close t-0,t-1', 'stop']);
    expect(kafka.reader.commits).toEqual(['t-0@2', 't-1@1']);
  });

  test.each<[what: string, log: string[], settings: Record<string, string>, put: string[], committed: string[]]>([
    ['a record that a transformation drops', ['a', 'drop', 'b'], drop, ['put a,b'], ['t-0@3']],
    ['nothing but dropped records', ['drop', 'drop'], drop, [], ['t-0@2']],
    ['a bad record with errors.tolerance=all', ['a', 'bad', 'b'], tolerant, ['put a,b'], ['t-0@3']],
    ['a converter that answers late', ['late a', 'b'], {}, ['put late a,b'], ['t-0@2']],
    [
      'a converter that fails for a while',
      ['flaky', 'b'],
      { 'errors.retry.timeout': '60000' },
      ['put flaky,b'],
      ['t-0@2'],
    ],
  ])('with %s goes on and commits behind it', async (_, log, settings, put, committed) => {
    const kafka = new TestKafka([log]);
    const task = new TestTask();
    await new RunningTask(kafka).sink(task, settings);
    expect(task.puts).toEqual(put);
    expect(kafka.reader.commits).toEqual(committed);
  });

  test.each<[what: string, log: string[], settings: Record<string, string>, says: RegExp]>([
    [
      'a bad record',
      ['a', 'bad', 'b'],
      {},
      /converting the value of record t-0@1 \(TestConverter\): bad is bad.*errors\.tolerance=none/,
    ],
    ['a flaky record without retries', ['flaky'], {}, /record t-0@0 .*flaky is flaky/],
  ])(
    'fails at %s with errors.tolerance=none, gives nothing of its poll and commits nothing',
    async (_, log, settings, says) => {
      const kafka = new TestKafka([log]);
      const task = new TestTask();
      await expect(new RunningTask(kafka).sink(task, settings)).rejects.toThrow(says);
      expect(task.puts).toEqual([]);
      expect(kafka.reader.commits).toEqual([]);
      expect(task.calls.slice(-2)).toEqual(['close t-0', 'stop']);
    },
  );

  test.each<[what: string, settings: Record<string, string>, says: RegExp]>([
    ['a topic twice', { topics: 't,t' }, /must not be duplicated/],
    ['an empty topic', { topics: 't,' }, /must not be empty/],
    ['topics and a pattern', { 'topics.regex': 't' }, /mutually exclusive/],
    ['a dead letter queue that it reads', { 'errors.deadletterqueue.topic.name': 't' }, /DLQ topic 't'/],
  ])('does not start with %s', async (_, settings, says) => {
    const task = new TestTask();
    await expect(new RunningTask(new TestKafka([['a']])).sink(task, settings)).rejects.toThrow(says);
    expect(task.calls).toEqual([]);
  });

  test('tells of its topics once, and again with the next record when asked to', async () => {
    const kafka = new TestKafka([['a'], ['b']]);
    const running = new RunningTask(kafka);
    kafka.reader.events.push(
      () => kafka.reader.seek({ topic: 't', partition: 0 }, 0),
      () => running.forgetTopics(),
      () => kafka.reader.seek({ topic: 't', partition: 0 }, 0),
    );
    await running.sink(new TestTask());
    expect(running.topics).toEqual(['t', 't']);
  });

  test('whose put throws fails, and commits no record of that put', async () => {
    const kafka = new TestKafka([['a']]);
    const task = new TestTask(() => {
      throw new Error('no room');
    });
    await expect(new RunningTask(kafka).sink(task)).rejects.toThrow('no room');
    expect(kafka.reader.commits).toEqual([]);
  });
});

describe('a sink task that asks for a retry', () => {
  /** Fails so often, then takes what it is given. */
  const retrying = (times: number, each: (context: SinkTaskContext) => void = () => undefined): TestTask =>
    new TestTask((_, context) => {
      each(context);
      if (times-- > 0) throw new RetriableError('not now');
    });

  test('is given the same records again, with everything paused and nothing committed', async () => {
    const kafka = new TestKafka([['a', 'b'], ['c']]);
    const seen: string[] = [];
    const task = retrying(2, () => seen.push(`${[...kafka.reader.paused].join()} ${kafka.reader.commits.join()}`));
    await new RunningTask(kafka).sink(task);
    expect(task.puts).toEqual(['put a,b,c', 'put a,b,c', 'put a,b,c']);
    expect(seen).toEqual([' ', 't-0,t-1 ', 't-0,t-1 ']);
    expect(kafka.reader.commits).toEqual(['t-0@2', 't-1@1']);
    expect([...kafka.reader.paused]).toEqual([]);
  });

  test('stays without records that it has paused itself', async () => {
    const kafka = new TestKafka([['a'], ['b']]);
    const task = retrying(1, (context) => context.pause([{ topic: 't', partition: 1 }]));
    const running = new RunningTask(kafka);
    let paused: string[] = [];
    kafka.reader.onIdle = () => {
      paused = [...kafka.reader.paused];
      running.stop();
    };
    await running.sink(task);
    expect(paused).toEqual(['t-1']);
  });

  test.each([
    ['revoked', ['close t-0', 'put b']],
    ['lost', ['close t-0', 'put b']],
  ] as const)(
    'is not given records of a partition that is %s meanwhile, nor are they committed',
    async (how, after) => {
      const kafka = new TestKafka([['a'], ['b']]);
      let isOver = false;
      const task = new TestTask(() => {
        if (!isOver) throw new RetriableError('not now');
      });
      kafka.reader.events.push(async () => {
        await kafka.reader.take([0], how);
        isOver = true;
      });
      await new RunningTask(kafka).sink(task);
      expect(task.calls).toEqual(['open t-0,t-1', 'put a,b', ...after, 'close t-1', 'stop']);
      expect(kafka.reader.commits).toEqual(['t-1@1']);
    },
  );

  test('finds a partition that is assigned meanwhile paused, and reads it later', async () => {
    const kafka = new TestKafka([['a'], ['b']]);
    let isOver = false;
    const task = new TestTask(() => {
      if (!isOver) throw new RetriableError('not now');
    });
    kafka.reader.events.push(
      () => kafka.reader.take([1], 'revoked'),
      () => kafka.reader.give([1]),
      () => void (isOver = true),
    );
    await new RunningTask(kafka).sink(task);
    expect(task.puts.slice(-2)).toEqual(['put a', 'put b']);
    expect(task.puts.slice(0, -2).every((put) => put === 'put a,b' || put === 'put a')).toBe(true);
    expect(kafka.reader.commits).toEqual(['t-0@1', 't-1@1']);
  });
});

describe('offsets of a sink', () => {
  const committing = (preCommit: NonNullable<SinkTask['preCommit']>): TestTask =>
    Object.assign(new TestTask(), { preCommit });

  test.each<[what: string, offsets: { topic: string; partition: number; offset: number }[], committed: string[]]>([
    ['lower ones are committed', [{ topic: 't', partition: 0, offset: 1 }], ['t-0@1']],
    ['none are committed', [], []],
    ['higher ones are ignored', [{ topic: 't', partition: 0, offset: 9 }], []],
    ['those of other partitions are ignored', [{ topic: 't', partition: 7, offset: 1 }], []],
  ])('are those that preCommit returns: %s', async (_, offsets, committed) => {
    const kafka = new TestKafka([['a', 'b', 'c']]);
    await new RunningTask(kafka).sink(committing(() => offsets));
    expect(kafka.reader.commits).toEqual(committed);
  });

  test('go back to the last committed ones when preCommit fails, and the records come again', async () => {
    const kafka = new TestKafka([['a', 'b', 'c']]);
    let commits = 0;
    const task = committing((offsets) => {
      if (offsets.length > 0) commits++;
      if (commits === 1) return [{ topic: 't', partition: 0, offset: 1 }];
      if (commits === 2) throw new Error('the target is gone');
      return offsets;
    });
    const running = new RunningTask(kafka);
    await running.sink(task);
    expect(task.puts).toEqual(['put a,b,c', 'put b,c']);
    expect(kafka.reader.commits).toEqual(['t-0@1', 't-0@3']);
    expect(running.logged.join()).toMatch(
      /Offset commit failed, rewinding to last committed offsets: the target is gone/,
    );
  });

  test('are not committed for a flush that fails in the end, yet the task is closed', async () => {
    const kafka = new TestKafka([['a']]);
    const running = new RunningTask(kafka);
    const task = Object.assign(new TestTask(() => running.stop()), {
      flush: (offsets: readonly unknown[]) => {
        if (offsets.length > 0) throw new Error('the disk is full');
      },
    });
    await running.sink(task);
    expect(kafka.reader.commits).toEqual([]);
    expect(task.calls.slice(-2)).toEqual(['close t-0', 'stop']);
  });

  test('are set back by the task, which is then given the records from there', async () => {
    const kafka = new TestKafka([['a', 'b', 'c']]);
    let isFirst = true;
    const task = new TestTask((_, context) => {
      if (isFirst) context.offset([{ topic: 't', partition: 0, offset: 1 }]);
      isFirst = false;
    });
    await new RunningTask(kafka).sink(task);
    expect(task.puts).toEqual(['put a,b,c', 'put b,c']);
    expect(kafka.reader.commits.at(-1)).toBe('t-0@3');
  });

  test('of a partition that is lost are not committed', async () => {
    const kafka = new TestKafka([['a'], ['b']]);
    const task = committing(() => []);
    kafka.reader.events.push(() => kafka.reader.take([0], 'lost'));
    await new RunningTask(kafka).sink(task);
    expect(kafka.reader.commits).toEqual([]);
    expect(task.calls).toContain('close t-0');
  });
});

describe('a sink task that is paused', () => {
  test('is given nothing until it is resumed, and says when the pause took effect', async () => {
    const kafka = new TestKafka([['a']]);
    const task = new TestTask();
    const running = new RunningTask(kafka);
    running.pause();
    kafka.reader.events.push(() => {
      expect(task.puts).toEqual([]);
      expect(running.states).toEqual(['started', 'paused']);
      running.resume();
    });
    await running.sink(task);
    expect(task.puts).toEqual(['put a']);
    expect(running.states).toEqual(['started', 'paused', 'resumed']);
  });
});

const priced = { transforms: 'p', 'transforms.p.type': 'PriceTransformation' };
const picky = { ...priced, 'transforms.p.predicate': 'q', predicates: 'q', 'predicates.q.type': 'PickyPredicate' };

describe('a record that a step cannot transform', () => {
  test.each<[what: string, value: string, settings: Record<string, string>, says: string]>([
    [
      'step and field',
      'free',
      priced,
      'record t-0@1 (PriceTransformation): transforms.p, field price: there is no price',
    ],
    ['predicate', 'odd', picky, 'record t-0@1 (PickyPredicate): predicates.q of transforms.p: what is this'],
  ])('fails the task with its %s', async (_, value, settings, says) => {
    const ended = new RunningTask(new TestKafka([['a', value]])).sink(new TestTask(), settings);
    await expect(ended).rejects.toThrow(`Error while transforming ${says}`);
  });

  test('is logged and dead-lettered with step, field and place', async () => {
    const kafka = new TestKafka([['a', 'free']]);
    const running = new RunningTask(kafka);
    await running.sink(new TestTask(), {
      ...priced,
      ...letters,
      'errors.log.enable': 'true',
      'errors.log.include.messages': 'true',
      'errors.deadletterqueue.context.headers.enable': 'true',
    });
    expect(running.logged).toEqual(['Error encountered: transforms.p, field price: there is no price']);
    expect(running.fields).toEqual([
      { stage: 'TRANSFORMATION', class: 'PriceTransformation', step: 'transforms.p', field: 'price', record: 't-0@1' },
    ]);
    expect(kafka.sender.sent[0]!.headers).toMatchObject({
      '__connect.errors.topic': 't',
      '__connect.errors.partition': '0',
      '__connect.errors.offset': '1',
      '__connect.errors.stage': 'TRANSFORMATION',
      '__connect.errors.class.name': 'PriceTransformation',
      '__connect.errors.exception.message': 'transforms.p, field price: there is no price',
    });
  });
});

describe('the dead letter queue', () => {
  test('has a bad record before its offset is committed', async () => {
    const kafka = new TestKafka([['bad', 'b']]);
    kafka.sender.isPrompt = false;
    const task = new TestTask();
    const ended = new RunningTask(kafka).sink(task, letters);
    await vi.waitFor(() => expect(kafka.sender.sent).toHaveLength(1));
    expect(kafka.reader.commits).toEqual([]);
    expect(task.puts).toEqual([]);
    kafka.sender.deliver(1);
    await ended;
    expect(kafka.sender.sent[0]).toMatchObject({ topic: 'letters', headers: {} });
    expect(kafka.reader.commits).toEqual(['t-0@2']);
  });

  test('that can take no record fails the task', async () => {
    const kafka = new TestKafka([['bad']]);
    kafka.sender.isPrompt = false;
    const ended = new RunningTask(kafka).sink(new TestTask(), letters);
    await vi.waitFor(() => expect(kafka.sender.sent).toHaveLength(1));
    kafka.sender.fail(1, new Error('too large'));
    await expect(ended).rejects.toThrow(/Could not write to dead letter queue letters: too large/);
    expect(kafka.reader.commits).toEqual([]);
  });

  test('has the records that the task reports before their offsets are committed', async () => {
    const kafka = new TestKafka([['a', 'b']]);
    kafka.sender.isPrompt = false;
    const task: SinkTask = {
      start(_, context) {
        this.put = (records) => {
          for (const one of records) void context.errantRecordReporter!.report(one, new Error('no'));
        };
      },
      put: () => undefined,
      stop: () => undefined,
    };
    const ended = new RunningTask(kafka).sink(task, {
      ...letters,
      'errors.deadletterqueue.context.headers.enable': 'true',
    });
    await vi.waitFor(() => expect(kafka.sender.sent).toHaveLength(2));
    expect(kafka.reader.commits).toEqual([]);
    kafka.sender.deliver(2);
    await ended;
    expect(kafka.sender.sent[1]!.headers).toMatchObject({
      '__connect.errors.topic': 't',
      '__connect.errors.partition': '0',
      '__connect.errors.offset': '1',
      '__connect.errors.connector.name': 'c',
      '__connect.errors.task.id': '0',
      '__connect.errors.stage': 'TASK_PUT',
      '__connect.errors.exception.message': 'no',
    });
    expect(kafka.reader.commits).toEqual(['t-0@2']);
  });

  test('is created with one partition and the replication factor of the settings', async () => {
    const kafka = new TestKafka([[]]);
    await new RunningTask(kafka).sink(new TestTask(), {
      ...letters,
      'errors.deadletterqueue.topic.replication.factor': '2',
    });
    expect(kafka.operator.created).toEqual([{ topic: 'letters', partitions: 1, replicationFactor: 2, configs: {} }]);
  });
});
