import type { ConfigMap, Logger, Report } from '@causeway/api';
import type { JdbcSourceConfig } from './keys.ts';
import { databaseOf } from './database-of.ts';
import { queryOf } from './rules.ts';

const quiet: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  // what a check finds is reported, not logged
}

/** Connects once, and has the database compile the query. */
export async function checkDatabase(config: JdbcSourceConfig, report: Report, raw: ConfigMap): Promise<void> {
  let session;
  try {
    const { dialect, settings } = databaseOf(config, raw);
    session = await dialect.connect(settings, quiet, new AbortController().signal);
  } catch (error) {
    report('connection.url', (error as Error).message);
    return;
  }
  try {
    const query = queryOf(config);
    if (query !== '') await session.check(query);
  } catch (error) {
    const isMasked = config.query === '';
    // what the server says may quote the statement
    report(isMasked ? 'query.masked' : 'query', isMasked ? "The database can't compile it" : (error as Error).message);
  } finally {
    session.destroy();
  }
}
