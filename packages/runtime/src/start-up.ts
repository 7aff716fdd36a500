import { hostname } from 'node:os';
import type { Logger } from '@causeway/api';
import type { WorkerConfig } from './config/worker-config.ts';
import { createKafka } from './kafka/client.ts';
import { unprefixed } from './worker/client-properties.ts';

/** `host:port`, as it is advertised. @param port that the REST API was bound to */
export function advertisedAddress({ values }: WorkerConfig, port: number): string {
  const listener = /^https?:\/\/(.*):\d+$/i.exec(values.listeners[0]!)?.[1] ?? '';
  const host =
    values['rest.advertised.host.name'] ?? (listener === '' || listener === '0.0.0.0' ? hostname() : listener);
  return `${host}:${values['rest.advertised.port'] ?? port}`;
}

/** The first contact with Kafka. @throws ConnectError that names the address where no broker answers */
export async function askClusterId(config: WorkerConfig, logger: Logger): Promise<string> {
  const servers = config.values['bootstrap.servers'].join(',');
  const admin = createKafka(logger).admin({ ...unprefixed(config), 'bootstrap.servers': servers });
  try {
    return await admin.clusterId(Number(config.originals['default.api.timeout.ms'] ?? 60_000));
  } finally {
    await admin.close();
  }
}
