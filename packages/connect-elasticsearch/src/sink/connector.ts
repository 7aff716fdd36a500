import type { ConfigMap, SinkConnector, TaskConfig } from '@causeway/api';
import { parseSinkConfig } from './config.ts';

/** Java: io.confluent.connect.elasticsearch.ElasticsearchSinkConnector. Every task has all of the settings. */
export class ElasticsearchSinkConnector implements SinkConnector {
  #taskConfig: TaskConfig = {};

  start(config: ConfigMap): void {
    parseSinkConfig(config);
    this.#taskConfig = Object.fromEntries(
      Object.entries(config).filter((entry): entry is [string, string] => entry[1] !== null),
    );
  }

  taskConfigs(maxTasks: number): TaskConfig[] {
    return Array.from({ length: maxTasks }, () => this.#taskConfig);
  }

  stop(): void {
    this.#taskConfig = {};
  }
}
