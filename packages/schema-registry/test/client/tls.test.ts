import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { RetriableError, defineConfig } from '@causeway/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HttpTransport } from '../../src/client/transport.ts';
import { registrySettings, schemaRegistryKeys } from '../../src/index.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../golden/tls/${name}`, import.meta.url));
const pem = (name: string): string => readFileSync(path(name), 'utf8');
const ssl = 'schema.registry.ssl.';
const trust = { [`${ssl}truststore.location`]: path('ca.pem'), [`${ssl}truststore.type`]: 'PEM' };
const client = { [`${ssl}keystore.location`]: path('client.pem'), [`${ssl}keystore.type`]: 'PEM' };

describe('https, where the registry wants to know the client', () => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    const options = { key: pem('server.key'), cert: pem('server.pem'), ca: pem('ca.pem'), requestCert: true };
    server = createServer({ ...options, rejectUnauthorized: true }, (_, response) => response.end('{"a":1}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  async function get(host: string, settings: Readonly<Record<string, string>>): Promise<unknown> {
    const raw = { 'schema.registry.url': `https://${host}:${port}`, 'max.retries': '0', ...settings };
    const transport = new HttpTransport(registrySettings(defineConfig({ ...schemaRegistryKeys }).parse(raw), raw));
    try {
      return await transport.request({ method: 'GET', path: '/x', doing: 'looking up x' });
    } finally {
      await transport.close();
    }
  }

  const [key, certificates] = [pem('client.pem'), pem('client.pem')];
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['with stores in PEM files', 'localhost', { ...trust, ...client }],
    [
      'with a PKCS12 keystore',
      'localhost',
      { ...trust, [`${ssl}keystore.location`]: path('client.p12'), [`${ssl}keystore.password`]: 'changeit' },
    ],
    [
      'with everything in the settings',
      'localhost',
      {
        [`${ssl}truststore.certificates`]: pem('ca.pem'),
        [`${ssl}keystore.key`]: key,
        [`${ssl}keystore.certificate.chain`]: certificates,
      },
    ],
    [
      'by another name, which is not compared',
      '127.0.0.1',
      { ...trust, ...client, [`${ssl}endpoint.identification.algorithm`]: '' },
    ],
  ])('answers %s', async (_, host, settings) => {
    expect(await get(host, settings)).toEqual({ a: 1 });
  });

  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['without the truststore', 'localhost', client, 'schema.registry.ssl.truststore.location'],
    ['without a client certificate', 'localhost', trust, 'localhost'],
    ['by another name', '127.0.0.1', { ...trust, ...client }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('is refused %s', async (_, host, settings, text) => {
    const failed = get(host, settings);
    await expect(failed).rejects.toBeInstanceOf(RetriableError);
    await expect(failed).rejects.toThrow(text);
  });
});
