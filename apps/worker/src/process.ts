import { constants } from 'node:os';
import type { LogLevel } from '@causeway/runtime';

const levels: readonly string[] = ['debug', 'info', 'warn', 'error'];

/** From `CAUSEWAY_LOG_LEVEL` and `CAUSEWAY_LOG_FORMAT`. */
export function logSettings(): { logLevel: LogLevel; logFormat: 'json' | 'text' } {
  const level = process.env['CAUSEWAY_LOG_LEVEL']?.toLowerCase() ?? 'info';
  const format = process.env['CAUSEWAY_LOG_FORMAT']?.toLowerCase();
  return {
    logLevel: (levels.includes(level) ? level : 'info') as LogLevel,
    logFormat: format === 'json' || format === 'text' ? format : process.stdout.isTTY ? 'text' : 'json',
  };
}

/** SIGINT, SIGTERM and SIGHUP stop the worker in order; a second one ends it at once. */
export function stopOnSignals(worker: { stop(): Promise<void> }): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const code = 128 + constants.signals[signal];
      if (isStopping) process.exit(code);
      isStopping = true;
      void worker.stop().finally(() => process.exit(code));
    });
  }
}
