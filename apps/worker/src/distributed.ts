import { createLogger, DistributedWorker, distributedWorkerConfig, resolveWorkerSettings } from '@causeway/runtime';
import { DIED, NOT_BUILT, USAGE } from './exit-codes.ts';
import { readWorkerFile } from './files.ts';
import { logSettings, stopOnSignals } from './process.ts';

const usage = 'Usage: ConnectDistributed worker.properties';

/** Runs a worker of a cluster until a signal stops it. Ends the process with the exit codes of Java's command. */
export async function runDistributed(args: readonly string[]): Promise<void> {
  const [workerFile] = args;
  if (workerFile === undefined || args.includes('--help')) {
    console.error(usage);
    process.exit(USAGE);
  }
  const { logLevel, logFormat } = logSettings();
  const logger = createLogger(logLevel, logFormat);
  const died = (error: Error): void => {
    logger.error(`Uncaught exception in herder work thread, exiting: ${error.message}`);
    void worker.stop().finally(() => process.exit(DIED));
  };
  let worker: DistributedWorker;
  try {
    const config = distributedWorkerConfig(await resolveWorkerSettings(readWorkerFile(workerFile)));
    worker = await DistributedWorker.build({ config, logger, logLevel, logFormat, failed: died });
  } catch (error) {
    logger.error(`Stopping due to error: ${(error as Error).message}`);
    process.exit(NOT_BUILT);
  }
  stopOnSignals(worker);
  worker.start();
}
