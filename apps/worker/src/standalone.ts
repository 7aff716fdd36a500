import {
  createLogger,
  resolveWorkerSettings,
  StandaloneWorker,
  StartError,
  standaloneWorkerConfig,
} from '@causeway/runtime';
import { NOT_BUILT, NOT_STARTED, USAGE } from './exit-codes.ts';
import { readConnectorFile, readWorkerFile } from './files.ts';
import { logSettings, stopOnSignals } from './process.ts';

const usage = 'Usage: ConnectStandalone worker.properties [connector1.properties connector2.json ...]';

/** Runs a standalone worker until a signal stops it. Ends the process with the exit codes of Java's command. */
export async function runStandalone(args: readonly string[]): Promise<void> {
  const [workerFile, ...connectorFiles] = args;
  if (workerFile === undefined || args.includes('--help')) {
    console.error(usage);
    process.exit(USAGE);
  }
  const { logLevel, logFormat } = logSettings();
  const logger = createLogger(logLevel, logFormat);
  const fail = (code: number, error: unknown): never => {
    logger.error(`Stopping due to error: ${(error as Error).message}`);
    process.exit(code);
  };

  let worker: StandaloneWorker;
  try {
    const config = standaloneWorkerConfig(await resolveWorkerSettings(readWorkerFile(workerFile)));
    worker = await StandaloneWorker.build({ config, logger, logLevel, logFormat });
  } catch (error) {
    return fail(error instanceof StartError ? NOT_STARTED : NOT_BUILT, error);
  }
  stopOnSignals(worker);
  try {
    // Read one after another: a connector before a broken file has been started, and is stopped again
    for (const file of connectorFiles) await worker.createConnectors([readConnectorFile(file)]);
    await worker.createConnectors([]);
  } catch (error) {
    logger.error((error as Error).message);
    await worker.stop();
    fail(NOT_STARTED, error);
  }
}
