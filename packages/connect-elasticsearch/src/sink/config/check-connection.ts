import type { Report } from '@causeway/api';
import { Cluster } from '../cluster/cluster.ts';
import { RequestFailure } from '../cluster/request-failure.ts';
import { clusterOptions } from './cluster-options.ts';
import type { ElasticsearchSinkConfig } from '../config.ts';

const OLDEST_MAJOR = 7;

/** Asks the server for its version, once. Says on which settings it depends if that fails. A user without the right to ask is connected. */
export async function checkConnection(values: ElasticsearchSinkConfig, report: Report): Promise<void> {
  if ((values['connection.url'] as readonly string[] | null) === null) return;
  const cluster = new Cluster(clusterOptions(values));
  try {
    const version = await cluster.version();
    if (Number.parseInt(version, 10) < OLDEST_MAJOR)
      report(
        'connection.url',
        `Elasticsearch ${version} at ${cluster.address} is too old: it must be ${OLDEST_MAJOR}.0.0 or later`,
      );
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    if (error.status === 403) return;
    report('connection.url', `Could not connect to Elasticsearch: ${error.message}`);
    if (error.status === 401 && values['connection.username'] !== null)
      for (const name of ['connection.username', 'connection.password'])
        report(name, `Could not authenticate the user: ${error.message}`);
  } finally {
    await cluster.close();
  }
}
