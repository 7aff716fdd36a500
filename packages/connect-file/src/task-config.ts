import type { ConfigMap, TaskConfig } from '@causeway/api';

/** All settings of the connector are those of its tasks, but for the ones without a value. */
export function taskConfig(config: ConfigMap): TaskConfig {
  return Object.fromEntries(Object.entries(config).filter((entry): entry is [string, string] => entry[1] !== null));
}
