import { ConfigError, type ErrantRecordReporter, JavaRegex, type Logger, type SinkRecord } from '@causeway/api';
import { sinkConnectorConfig, type SinkConnectorValues } from '../../config/connector-config.ts';
import { problemsOfTopics } from '../../config/sink-topics.ts';
import { createConverters } from '../../tasks/converters.ts';
import { DeadLetterQueue } from '../../tasks/errors/dead-letter-queue.ts';
import {
  type ConsumedRecord,
  ErrorHandler,
  type ErrorReporter,
  LogReporter,
  whereOf,
} from '../../tasks/errors/error-handler.ts';
import { type ErrorPolicy, errorPolicy } from '../../tasks/errors/error-policy.ts';
import { RecordReader } from '../../tasks/sink/record-reader.ts';
import { SinkOffsets } from '../../tasks/sink/sink-offsets.ts';
import { SinkContext } from '../../tasks/sink/sink-task-context.ts';
import { SinkTaskLoop } from '../../tasks/sink/sink-task-loop.ts';
import { buildChain } from '../../tasks/transformation-chain.ts';
import { wait } from '../../tasks/wait.ts';
import { ClientPropertiesFactory } from '../client-properties.ts';
import type { Config } from '../protocol.ts';
import { converterClasses, type TaskRun } from './task-run.ts';
import type { ThreadContext } from './thread-context.ts';
import { watchedSink } from './watched-tasks.ts';

/** Builds a sink task and runs it until it is stopped or fails. */
export async function runSinkTask(thread: ThreadContext, run: TaskRun): Promise<void> {
  const { worker, loader, kafka, main } = thread;
  const { id, connectorConfig, taskConfig, logger, signal, gate } = run;
  const values = sinkConnectorConfig.parse(connectorConfig);
  const topics = subscription(connectorConfig, values);
  const clients = new ClientPropertiesFactory(worker, id.connector, connectorConfig);
  await using resources = new AsyncDisposableStack();

  const chain = resources.adopt(await buildChain(connectorConfig, loader), (c) => c.close());
  const converters = await createConverters(connectorConfig, worker, loader);
  const plugin = await loader.load(['sink'], values['connector.class'], values['connector.plugin.version']);
  const task = watchedSink(plugin.createTask(), thread.activities);
  const policy = errorPolicy(values);
  const reporters = await openReporters(thread, run, values, policy, clients, resources);
  const errors = new ErrorHandler(policy, reporters, (ms) => wait(ms, signal));
  const originals = errors.hasReporters ? new WeakMap<SinkRecord, ConsumedRecord>() : null;
  const reports = new Reports(errors, originals, plugin.taskClass);

  const consumer = kafka.consumer(clients.consumer(id.task));
  const context = new SinkContext({
    id,
    logger,
    signal,
    consumer,
    errantRecordReporter: errors.hasReporters ? reports : null,
  });
  try {
    await task.start(taskConfig, context);
  } catch (error) {
    await Promise.allSettled([task.stop(), consumer.close()]);
    throw error;
  }
  run.started();
  const loop = new SinkTaskLoop({
    task,
    consumer,
    reader: new RecordReader({
      chain,
      converters,
      converterClasses: converterClasses(connectorConfig, worker),
      errors,
      originals,
    }),
    offsets: new SinkOffsets(task, consumer, logger),
    context,
    gate,
    logger,
    signal,
    topics,
    commitIntervalMs: worker.values['offset.flush.interval.ms'],
    reportsDone: () => reports.done(),
    onTopic: (topic) => void main.call('topicUsed', { id, topic }),
    onPause: (isPaused) => run.pauseTookEffect(isPaused),
  });
  run.onNudge(() => loop.nudge());
  run.onForgetTopics(() => loop.forgetTopics());
  await loop.run();
}

/** @throws ConfigError for what validation refuses too: settings may hold variables whose values have changed since */
function subscription(config: Config, values: SinkConnectorValues): readonly string[] | RegExp {
  const [problem] = problemsOfTopics(config);
  if (problem !== undefined) throw new ConfigError(problem.message);
  const pattern = values['topics.regex'];
  return pattern === '' ? values.topics : new JavaRegex(pattern).toRegExp();
}

async function openReporters(
  { kafka }: ThreadContext,
  { id, logger }: { id: TaskRun['id']; logger: Logger },
  values: SinkConnectorValues,
  policy: ErrorPolicy,
  clients: ClientPropertiesFactory,
  resources: AsyncDisposableStack,
): Promise<ErrorReporter[]> {
  const reporters: ErrorReporter[] = policy.logs ? [new LogReporter(logger, policy)] : [];
  if (values['errors.deadletterqueue.topic.name'] !== '') {
    await using admin = new AsyncDisposableStack();
    const client = admin.adopt(kafka.admin(clients.deadLetterAdmin()), (a) => a.close());
    const producer = resources.adopt(kafka.producer(clients.deadLetterProducer(id.task)), (p) => p.close(5_000));
    reporters.push(await DeadLetterQueue.open(values, id, producer, client, logger));
  }
  return reporters;
}

/** The reporter that tasks are given; what they began to report is finished before offsets are committed. */
class Reports implements ErrantRecordReporter {
  readonly #errors: ErrorHandler;
  readonly #originals: WeakMap<SinkRecord, ConsumedRecord> | null;
  readonly #class: string;
  readonly #open = new Set<Promise<void>>();
  #failure: Error | null = null;

  constructor(errors: ErrorHandler, originals: WeakMap<SinkRecord, ConsumedRecord> | null, taskClass: string) {
    this.#errors = errors;
    this.#originals = originals;
    this.#class = taskClass;
  }

  report(record: SinkRecord, error: Error): Promise<void> {
    const consumed = this.#originals?.get(record);
    const failure = {
      stage: 'TASK_PUT',
      class: this.#class,
      error,
      where: whereOf(record),
      ...(consumed === undefined ? {} : { consumed }),
    } as const;
    const reporting = this.#errors.handle(failure);
    this.#open.add(reporting);
    reporting
      .catch((failed: unknown) => {
        this.#failure ??= failed as Error;
      })
      .finally(() => this.#open.delete(reporting));
    return reporting;
  }

  /** @throws what reporting failed with: the record is nowhere then, and its offset must not be committed */
  async done(): Promise<void> {
    await Promise.allSettled(this.#open);
    if (this.#failure !== null) throw this.#failure;
  }
}
