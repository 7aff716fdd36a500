/**
 * The worker: REST API, herder, connectors and tasks in task threads, storage, plugin loading and the Kafka port.
 *
 * Rooms, in the direction of calls: `rest → herder → worker → tasks → storage · plugins · kafka · observability · config`. Nothing calls back
 * up. The main thread runs no plugin code; task threads (`worker/thread`) run nothing else.
 *
 * This package knows no connector, and of converters only the JSON one, in which it stores its own data.
 */
export { createKafka } from './kafka/client.ts';
export type * from './kafka/port.ts';
export {
  distributedConfig,
  distributedWorkerConfig,
  type DistributedWorkerConfig,
} from './config/distributed-config.ts';
export { parseProperties } from './config/properties.ts';
export { connectorConfig, sinkConnectorConfig, sourceConnectorConfig } from './config/connector-config.ts';
export {
  ownKeys,
  standaloneConfig,
  standaloneWorkerConfig,
  type StandaloneWorkerConfig,
  type WorkerConfig,
} from './config/worker-config.ts';
export { createLogger, type LogLevel } from './observability/logger.ts';
export { discoverPlugins } from './plugins/discover.ts';
export { importPlugins } from './plugins/loader.ts';
export { namesOf, type PluginDescription, PluginRegistry } from './plugins/registry.ts';
export { scanPluginPath } from './plugins/scan.ts';
export type { TargetState } from './herder/states.ts';
export { type DistributedOptions, DistributedWorker } from './distributed.ts';
export { StandaloneWorker, StartError } from './standalone.ts';
export { version } from './version.ts';
export { resolveWorkerSettings } from './worker/worker-settings.ts';
