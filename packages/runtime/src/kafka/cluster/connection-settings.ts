import { lookup } from 'node:dns/promises';
import { ConfigError } from '@causeway/api';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { KafkajsSasl } from '../kafkajs-internals.ts';
import type { ClientProperties } from '../port.ts';
import { Settings } from '../settings.ts';
import { readSasl, readTls } from './security.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What every client needs to reach the cluster, whatever it does there. */
export interface ConnectionSettings {
  readonly clientId: string;
  readonly bootstrap: readonly Address[];
  readonly tls: TlsOptions | null;
  readonly sasl: KafkajsSasl | null;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
}

export function readConnectionSettings(properties: ClientProperties, clientId: string): ConnectionSettings {
  const settings = new Settings(properties);
  const protocol = settings.oneOf('security.protocol', 'PLAINTEXT', ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']);
  const retryBackoffMs = settings.int('retry.backoff.ms', 100);
  return {
    clientId: settings.text('client.id', '') || clientId,
    bootstrap: parseBootstrap(settings.text('bootstrap.servers', '')),
    tls: protocol.endsWith('SSL') ? readTls(settings) : null,
    sasl: protocol.startsWith('SASL') ? readSasl(settings) : null,
    connectTimeoutMs: settings.int('socket.connection.setup.timeout.ms', 10_000),
    requestTimeoutMs: settings.int('request.timeout.ms', 30_000),
    reconnectBackoffMs: settings.int('reconnect.backoff.ms', 50),
    reconnectBackoffMaxMs: settings.int('reconnect.backoff.max.ms', 1000),
    retryBackoffMs,
    retryBackoffMaxMs: Math.max(retryBackoffMs, settings.int('retry.backoff.max.ms', 1000)),
    metadataMaxAgeMs: settings.int('metadata.max.age.ms', 300_000),
  };
}

// Java: Utils.HOST_PORT_PATTERN; brackets around an IPv6 address, an optional scheme before it.
const hostPort = /^(?:[0-9a-zA-Z\-%._]*:\/\/)?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)$/;

export function parseBootstrap(text: string): Address[] {
  const urls = text
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
  if (urls.length === 0) throw new ConfigError('No resolvable bootstrap urls given in bootstrap.servers');
  return urls.map((url) => {
    const [, host = '', port = ''] = hostPort.exec(url) ?? [];
    if (host === '' || port === '') throw new ConfigError(`Invalid url in bootstrap.servers: ${url}`);
    if (Number(port) > 65_535) throw new ConfigError(`Invalid port in bootstrap.servers: ${url}`);
    return { host, port: Number(port) };
  });
}

/** Java's client refuses to start when none of the addresses has an IP; one is enough. */
export async function checkResolvable(addresses: readonly Address[]): Promise<void> {
  const found = await Promise.all(
    addresses.map(({ host }) =>
      lookup(host).then(
        () => true,
        // Not knowing now (EAI_AGAIN) is not the same as there being none.
        (error: unknown) => (error as { readonly code?: unknown }).code === 'EAI_AGAIN',
      ),
    ),
  );
  if (!found.includes(true)) {
    const hosts = addresses.map(({ host }) => host).join(', ');
    throw new ConfigError(
      `No resolvable bootstrap urls given in bootstrap.servers: nobody knows ${hosts}. Check the names and DNS.`,
    );
  }
}
