import type { Logger } from '@causeway/api';
import type { WorkerConfig } from '../config/worker-config.ts';
import type { StandaloneHerder } from '../herder/standalone-herder.ts';

export interface RestContext {
  readonly herder: StandaloneHerder;
  readonly config: WorkerConfig;
  readonly logger: Logger;
  readonly clusterId: string;
  readonly version: string;
  /** True once the connectors of the command line were created. */
  readonly isReady: () => boolean;
}
