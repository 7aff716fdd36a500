import { ConnectError, type Logger } from '@causeway/api';
import type { StandaloneWorkerConfig } from './config/worker-config.ts';
import { StandaloneHerder } from './herder/standalone-herder.ts';
import type { TargetState } from './herder/states.ts';
import type { LogLevel } from './observability/logger.ts';
import { RestServer } from './rest/server.ts';
import { advertisedAddress, askClusterId } from './start-up.ts';
import { FileOffsetStore } from './storage/file-offset-store.ts';
import { version } from './version.ts';
import type { Config } from './worker/protocol.ts';
import { Worker } from './worker/worker.ts';

export interface StandaloneOptions {
  readonly config: StandaloneWorkerConfig;
  readonly logger: Logger;
  readonly logLevel: LogLevel;
  readonly logFormat: 'json' | 'text';
}

/** The worker was built, but could not be started. */
export class StartError extends ConnectError {}

/** A worker that stands alone: connectors from files and REST, source offsets in a file. */
export class StandaloneWorker {
  readonly #options: StandaloneOptions;
  readonly #worker: Worker;
  readonly #herder: StandaloneHerder;
  readonly #rest: RestServer;
  #isReady = false;

  private constructor(options: StandaloneOptions, worker: Worker, clusterId: string) {
    const { config, logger } = options;
    this.#options = options;
    this.#worker = worker;
    this.#herder = new StandaloneHerder(worker, () => advertisedAddress(config, this.#rest.port), logger);
    this.#rest = new RestServer(config, {
      herder: this.#herder,
      config,
      logger,
      clusterId,
      version,
      isReady: () => this.#isReady,
    });
  }

  /**
   * Reads the offsets, finds the plugins, asks Kafka for its cluster id, and takes the REST port.
   * @throws StartError if the offsets can't be read, ConnectError that says which of the others failed
   */
  static async build(options: StandaloneOptions): Promise<StandaloneWorker> {
    const { config, logger, logFormat } = options;
    const offsets = await openOffsets(config);
    const worker = new Worker({ config, offsets, logger, logFormat });
    await worker.findPlugins();
    const clusterId = await askClusterId(config, logger);
    const standalone = new StandaloneWorker(options, worker, clusterId);
    worker.tell(standalone.#herder);
    const address = await standalone.#rest.listen();
    logger.info(`REST API is listening at ${address}`, { kafka_cluster_id: clusterId, version });
    return standalone;
  }

  /** Creates connectors one after another. @throws ConnectError for the first that can't be created */
  async createConnectors(
    connectors: readonly {
      readonly file: string;
      readonly name: string;
      readonly config: Config;
      readonly targetState: TargetState | null;
    }[],
  ): Promise<void> {
    for (const { file, name, config, targetState } of connectors) {
      try {
        await this.#herder.putConnector(name, config, {
          replace: false,
          ...(targetState === null ? {} : { targetState }),
        });
      } catch (cause) {
        throw new ConnectError(`Failed to create connector for ${file}: ${(cause as Error).message}`, { cause });
      }
    }
    this.#isReady = true;
  }

  /** Stops REST, then the connectors and tasks in order, then the threads. */
  async stop(): Promise<void> {
    const { logger } = this.#options;
    logger.info('Stopping');
    await this.#rest.close();
    await this.#herder.stop();
    await this.#worker.stop();
    logger.info('Stopped');
  }
}

async function openOffsets(config: StandaloneWorkerConfig): Promise<FileOffsetStore> {
  try {
    return await FileOffsetStore.open(config.values['offset.storage.file.filename']);
  } catch (cause) {
    throw new StartError((cause as Error).message, { cause });
  }
}
