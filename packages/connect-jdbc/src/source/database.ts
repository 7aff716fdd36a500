import type { ConfigMap } from '@causeway/api';
import type { DatabaseSettings, Dialect, IsolationMode, TimestampGranularity } from '../dialect/dialect.ts';
import { findDialect } from '../dialect/find-dialect.ts';
import type { CalendarSystem } from '../time/calendar.ts';
import { Zone } from '../time/zone.ts';
import { type JdbcSourceConfig, sourceKeys } from './keys.ts';

export interface Database {
  readonly dialect: Dialect;
  readonly settings: DatabaseSettings;
}

const PREFIX = 'connection.';

/** Where the settings lead. @throws ConfigError */
export function databaseOf(config: JdbcSourceConfig, raw: ConfigMap): Database {
  return {
    dialect: findDialect(config['connection.url'], config['dialect.name']),
    settings: {
      url: config['connection.url'],
      user: config['connection.user'],
      password: config['connection.password']?.value ?? null,
      driverParameters: driverParameters(raw),
      isolation: config['transaction.isolation.mode'].toUpperCase() as IsolationMode,
      reading: {
        zone: new Zone(config['db.timezone']),
        calendar: config['date.calendar.system'].toUpperCase() as CalendarSystem,
        granularity: config['timestamp.granularity'].toLowerCase() as TimestampGranularity,
      },
    },
  };
}

/** Java: keys under `connection.` that the connector does not define go to the driver, without that prefix. */
function driverParameters(raw: ConfigMap): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (!key.startsWith(PREFIX) || Object.hasOwn(sourceKeys, key) || value === null) continue;
    parameters[key.slice(PREFIX.length)] = value;
  }
  return parameters;
}
