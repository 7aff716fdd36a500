import type { Logger } from '@causeway/api';
import { isLevel } from '../../observability/log-levels.ts';
import type { Worker } from '../../worker/worker.ts';

/** Sets a level that was asked for on all workers, here. */
export function setLogLevel(
  worker: Worker,
  { logger, level }: { readonly logger: string; readonly level: string },
  log: Logger,
): void {
  const name = level.toUpperCase();
  if (!isLevel(name)) {
    log.warn(`The config topic asks for the level ${level} of logger ${logger}, which there is not`);
    return;
  }
  worker
    .setLogLevel(logger, name)
    .catch((error: unknown) => log.warn(`Setting the level of ${logger} failed: ${(error as Error).message}`));
}
