import type { Logger } from '@causeway/api';
import type { WorkerConfig } from '../config/worker-config.ts';
import type { Herder } from '../herder/herder.ts';

export interface RestContext {
  readonly herder: Herder;
  readonly config: WorkerConfig;
  readonly logger: Logger;
  readonly clusterId: string;
  readonly version: string;
  /** True once the connectors of the command line were created, or the worker has its place in the cluster. */
  readonly isReady: () => boolean;
}
