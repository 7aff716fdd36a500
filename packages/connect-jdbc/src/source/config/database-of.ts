import type { ConfigMap } from '@causeway/api';
import { type Database, driverParameters } from '../../connection/database.ts';
import type { IsolationMode, TimestampGranularity } from '../../dialect/dialect.ts';
import { findDialect } from '../../dialect/find-dialect.ts';
import type { CalendarSystem } from '../../time/calendar.ts';
import { Zone } from '../../time/zone.ts';
import { type JdbcSourceConfig, sourceKeys } from './keys.ts';

/** Where the settings lead. @throws ConfigError */
export function databaseOf(config: JdbcSourceConfig, raw: ConfigMap): Database {
  return {
    dialect: findDialect(config['connection.url'], config['dialect.name']),
    settings: {
      url: config['connection.url'],
      user: config['connection.user'],
      password: config['connection.password']?.value ?? null,
      driverParameters: driverParameters(raw, sourceKeys),
      isolation: config['transaction.isolation.mode'].toUpperCase() as IsolationMode,
      reading: {
        zone: new Zone(config['db.timezone']),
        calendar: config['date.calendar.system'].toUpperCase() as CalendarSystem,
        granularity: config['timestamp.granularity'].toLowerCase() as TimestampGranularity,
      },
    },
  };
}
