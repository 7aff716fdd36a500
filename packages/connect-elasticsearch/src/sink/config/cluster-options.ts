import { readAddresses } from '../cluster/addresses.ts';
import type { ClusterOptions } from '../cluster/cluster.ts';
import type { ElasticsearchSinkConfig } from '../config.ts';

/** How the settings say to reach the cluster. Credentials of their own go before those in a URL. */
export function clusterOptions(config: ElasticsearchSinkConfig): ClusterOptions {
  const { urls, credentials } = readAddresses(config['connection.url']);
  const [username, password] = [config['connection.username'], config['connection.password']];
  return {
    urls,
    credentials: username !== null && password !== null ? { username, password: password.value } : credentials,
    compression: config['connection.compression'],
    connectionTimeoutMs: config['connection.timeout.ms'],
    readTimeoutMs: config['read.timeout.ms'],
    maxIdleMs: config['max.connection.idle.time.ms'],
    maxConnections: Math.max(10, 2 * config['max.in.flight.requests']),
  };
}
