import type { ConfigMap, ConnectorContext, SinkConnector, TaskConfig } from '@causeway/api';
import { taskConfig } from '../task-config.ts';
import { fileSinkConfig } from './config.ts';

/** All its tasks append to the same file. */
export class FileStreamSinkConnector implements SinkConnector {
  #config: ConfigMap = {};

  start(config: ConfigMap, { logger }: ConnectorContext): void {
    const { file } = fileSinkConfig.parse(config);
    this.#config = config;
    logger.info(file === null || file === '' ? 'Writing lines to standard output' : `Appending lines to ${file}`);
  }

  taskConfigs(maxTasks: number): TaskConfig[] {
    return Array.from({ length: maxTasks }, () => taskConfig(this.#config));
  }

  stop(): void {
    // nothing runs beside the tasks
  }

  /** Any offset will do: the file keeps none. */
  alterOffsets(): boolean {
    return true;
  }
}
