import type { Logger } from '@causeway/api';
import type { WorkerConfig } from '../../config/worker-config.ts';
import type { PauseGate } from '../../tasks/pause-gate.ts';
import type { TaskId } from '../../config/task-id.ts';
import type { Config } from '../protocol.ts';

/** One run of a task, from start to stop. */
export interface TaskRun {
  readonly id: TaskId;
  readonly connectorConfig: Config;
  readonly taskConfig: Config;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  /** To be called once the task has started. */
  started(): void;
  /** To be called when a pause, or its end, has taken effect. */
  pauseTookEffect(isPaused: boolean): void;
  /** Registers what makes the task notice a pause at once. */
  onNudge(nudge: () => void): void;
  /** Registers what makes the task tell of its topics again. */
  onForgetTopics(forget: () => void): void;
}

/** The classes of the converters that a connector uses, for error reports. */
export function converterClasses(connector: Config, worker: WorkerConfig): Record<'key' | 'value' | 'header', string> {
  const of = (which: 'key' | 'value' | 'header'): string =>
    connector[`${which}.converter`] ?? worker.values[`${which}.converter`];
  return { key: of('key'), value: of('value'), header: of('header') };
}
