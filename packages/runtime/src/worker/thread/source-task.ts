import type { Logger, SourceTask, SourceTaskContext } from '@causeway/api';
import { sourceConnectorConfig } from '../../config/connector-config.ts';
import type { Admin } from '../../kafka/port.ts';
import { encodePartition } from '../../storage/offset-codec.ts';
import { createConverters } from '../../tasks/converters.ts';
import { ErrorHandler, LogReporter } from '../../tasks/errors/error-handler.ts';
import { errorPolicy } from '../../tasks/errors/error-policy.ts';
import { InFlight } from '../../tasks/source/in-flight.ts';
import { OffsetCommitter } from '../../tasks/source/offset-committer.ts';
import { type CommitRecord, RecordSender } from '../../tasks/source/record-sender.ts';
import { SourceTaskLoop } from '../../tasks/source/source-task-loop.ts';
import { TopicCreation } from '../../tasks/source/topic-creation.ts';
import { buildChain } from '../../tasks/transformation-chain.ts';
import { wait } from '../../tasks/wait.ts';
import { ClientPropertiesFactory } from '../client-properties.ts';
import { converterClasses, type TaskRun } from './task-run.ts';
import { offsetReader, type ThreadContext } from './thread-context.ts';
import { watchedSource } from './watched-tasks.ts';

/** Builds a source task and runs it until it is stopped or fails. */
export async function runSourceTask(thread: ThreadContext, run: TaskRun): Promise<void> {
  const { worker, loader, kafka, main, offsets } = thread;
  const { id, connectorConfig, taskConfig, logger, signal, gate } = run;
  const values = sourceConnectorConfig.parse(connectorConfig);
  const clients = new ClientPropertiesFactory(worker, id.connector, connectorConfig);
  const policy = errorPolicy(values);
  await using resources = new AsyncDisposableStack();

  const chain = resources.adopt(await buildChain(connectorConfig, loader), (c) => c.close());
  const converters = await createConverters(connectorConfig, worker, loader);
  const plugin = await loader.load(['source'], values['connector.class'], values['connector.plugin.version']);
  const task = watchedSource(plugin.createTask(), thread.activities);

  let failure: Error | null = null;
  const inFlight = new InFlight(
    (partition) => encodePartition(id.connector, partition).toString('latin1'),
    (count, error) => {
      if (policy.toleratesAll) errors.counts.skipped += count;
      else failure ??= error;
      return policy.toleratesAll;
    },
  );
  const errors = new ErrorHandler(policy, policy.logs ? [new LogReporter(logger, policy)] : [], (ms) =>
    wait(ms, signal),
  );
  let admin: Admin | null = null;
  const topics = new TopicCreation(
    connectorConfig,
    worker.values['topic.creation.enable'],
    () => (admin ??= resources.adopt(kafka.admin(clients.admin(id.task)), (a) => a.close())),
    logger,
  );
  const producer = kafka.producer(clients.producer(id.task));
  const commitRecord = commitRecordOf(task, logger);
  const onTopic = (topic: string): void => void main.call('topicUsed', { id, topic });
  const sender = new RecordSender({
    chain,
    converters,
    converterClasses: converterClasses(connectorConfig, worker),
    producer,
    inFlight,
    topics,
    errors,
    commitRecord,
    onTopic,
    logger,
    wait: (ms) => wait(ms, signal),
  });

  const context: SourceTaskContext = {
    ...id,
    logger,
    signal,
    offsetStorageReader: offsetReader(id.connector, offsets),
  };
  try {
    await task.start(taskConfig, context);
  } catch (error) {
    await Promise.allSettled([task.stop(), producer.close(0)]);
    throw error;
  }
  run.started();
  run.onForgetTopics(() => sender.forgetTopics());
  const loop = new SourceTaskLoop({
    task,
    sender,
    inFlight,
    committer: new OffsetCommitter(id.connector, inFlight, offsets, logger),
    producer,
    gate,
    logger,
    signal,
    flushIntervalMs: worker.values['offset.flush.interval.ms'],
    flushTimeoutMs: worker.values['offset.flush.timeout.ms'],
    failure: () => failure,
    onPause: (isPaused) => run.pauseTookEffect(isPaused),
  });
  await loop.run();
}

/** The task's `commitRecord`, if it has one. It must not disturb the producer that calls it: what it throws is logged. */
function commitRecordOf(task: SourceTask, logger: Logger): CommitRecord | null {
  if (task.commitRecord === undefined) return null;
  return (record, metadata) => {
    try {
      task.commitRecord!(record, metadata);
    } catch (error) {
      logger.error(`The task's commitRecord failed: ${(error as Error).message}`);
    }
  };
}
