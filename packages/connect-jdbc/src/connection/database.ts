import type { ConfigMap } from '@causeway/api';
import type { DatabaseSettings, Dialect } from '../dialect/dialect.ts';

/** A database that settings name: who speaks with it, and where it is. */
export interface Database {
  readonly dialect: Dialect;
  readonly settings: DatabaseSettings;
}

const PREFIX = 'connection.';

/** Java: keys under `connection.` that the connector does not define go to the driver, without that prefix. */
export function driverParameters(raw: ConfigMap, ownKeys: object): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (!key.startsWith(PREFIX) || Object.hasOwn(ownKeys, key) || value === null) continue;
    parameters[key.slice(PREFIX.length)] = value;
  }
  return parameters;
}
