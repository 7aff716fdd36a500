import type { SinkTask, SourceTask } from '@causeway/api';
import type { Activities } from './activities.ts';

/** The task, with each call of it entered in the accounts. Methods that it leaves out stay left out. */
export function watchedSource(task: SourceTask, activities: Activities): SourceTask {
  return {
    start: (config, context) => activities.call('start', () => task.start(config, context)),
    poll: () => activities.call('poll', () => task.poll()),
    stop: () => activities.call('stop', () => task.stop()),
    ...(task.commit === undefined ? {} : { commit: () => activities.call('commit', () => task.commit!()) }),
    // once a record: no account of its own
    ...(task.commitRecord === undefined ? {} : { commitRecord: task.commitRecord.bind(task) }),
  };
}

/** See `watchedSource`. */
export function watchedSink(task: SinkTask, activities: Activities): SinkTask {
  const watched: SinkTask = {
    start: (config, context) => activities.call('start', () => task.start(config, context)),
    put: (records) => activities.call('put', () => task.put(records)),
    stop: () => activities.call('stop', () => task.stop()),
  };
  if (task.open !== undefined) watched.open = (p) => activities.call('open', () => task.open!(p));
  if (task.preCommit !== undefined) watched.preCommit = (o) => activities.call('preCommit', () => task.preCommit!(o));
  if (task.flush !== undefined) watched.flush = (o) => activities.call('flush', () => task.flush!(o));
  if (task.close !== undefined) watched.close = (p) => activities.call('close', () => task.close!(p));
  return watched;
}
