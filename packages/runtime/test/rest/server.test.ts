import { afterEach, describe, expect, test } from 'vitest';
import { standaloneWorkerConfig } from '../../src/config/worker-config.ts';
import type { Herder } from '../../src/herder/herder.ts';
import { RestServer } from '../../src/rest/server.ts';
import { version } from '../../src/version.ts';
import { freePort } from '../../../../tools/worker/worker-process.ts';

const silent = (): void => undefined;
const servers: RestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server of a worker that has no connectors. */
async function serve(settings: Record<string, string> = {}): Promise<string> {
  const config = standaloneWorkerConfig({
    'bootstrap.servers': 'broker:9092',
    'key.converter': 'K',
    'value.converter': 'V',
    'offset.storage.file.filename': 'unused',
    listeners: 'http://127.0.0.1:0',
    ...settings,
  });
  const herder = { connectors: () => [], worker: { setLogLevel: async () => ['x'] } } as unknown as Herder;
  const logger = { debug: silent, info: silent, warn: silent, error: silent };
  const server = new RestServer(config, { herder, config, logger, clusterId: 'c', version, isReady: () => true });
  servers.push(server);
  return server.listen();
}

const headersOf = async (url: string, init: RequestInit, ...names: string[]): Promise<(string | null)[]> => {
  const { headers } = await fetch(url, init);
  return names.map((name) => headers.get(name));
};

describe('the REST API', () => {
  test.each<[accept: string | null, status: number]>([
    [null, 200],
    ['*/*', 200],
    ['application/*', 200],
    ['text/html, application/json;q=0.1', 200],
    ['text/html', 406],
    ['application/json;q=0', 406],
  ])('answers JSON or not at all to those who accept %s', async (accept, status) => {
    const url = await serve();
    const headers: Record<string, string> = accept === null ? {} : { accept };
    expect((await fetch(`${url}/connectors`, { headers })).status).toBe(status);
  });

  test.each<
    [what: string, settings: Record<string, string>, headers: Record<string, string>, allowed: (string | null)[]]
  >([
    ['nobody by default', {}, { origin: 'http://a' }, [null, null]],
    ['any origin', { 'access.control.allow.origin': '*' }, { origin: 'http://a' }, ['http://a', null]],
    [
      'those that are listed',
      { 'access.control.allow.origin': 'http://b, http://a' },
      { origin: 'http://a' },
      ['http://a', null],
    ],
    ['no others', { 'access.control.allow.origin': 'http://b' }, { origin: 'http://a' }, [null, null]],
  ])('lets browsers call from %s', async (_, settings, headers, allowed) => {
    const url = await serve(settings);
    const names = ['access-control-allow-origin', 'access-control-allow-methods'];
    expect(await headersOf(`${url}/connectors`, { headers }, ...names)).toEqual(allowed);
  });

  test.each([
    ['those that are set', { 'access.control.allow.methods': 'GET,PUT' }, 'GET,PUT'],
    ['those that read, by default', {}, 'GET,POST,HEAD'],
  ])('tells a browser that asks beforehand which methods it may use: %s', async (_, settings, methods) => {
    const url = await serve({ 'access.control.allow.origin': '*', ...settings });
    const headers = { origin: 'http://a', 'access-control-request-method': 'PUT' };
    const init = { method: 'OPTIONS', headers };
    expect(await headersOf(`${url}/connectors`, init, 'access-control-allow-methods')).toEqual([methods]);
  });

  test('adds the headers of response.http.headers.config to every answer, also to errors', async () => {
    const url = await serve({
      'response.http.headers.config': 'set X-One: 1, "add Cache-Control: no-cache, no-store", setDate Expires: 0',
    });
    for (const path of ['/connectors', '/nothing']) {
      const [one, cache, expires] = await headersOf(url + path, {}, 'x-one', 'cache-control', 'expires');
      expect([path, one, cache]).toEqual([path, '1', 'no-cache, no-store']);
      expect(Date.parse(expires!)).not.toBeNaN();
    }
  });

  test('serves /admin with the rest, on its own address, or not at all', async () => {
    const admin = `http://127.0.0.1:${await freePort()}`;
    const path = '/admin/loggers/root';
    const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;
    const [together, apart, off] = [
      await serve(),
      await serve({ 'admin.listeners': admin }),
      await serve({ 'admin.listeners': '' }),
    ];
    expect([await statusOf(together + path), await statusOf(apart + path), await statusOf(off + path)]).toEqual([
      200, 404, 404,
    ]);
    expect([await statusOf(admin + path), await statusOf(`${admin}/connectors`)]).toEqual([200, 404]);
  });
});

test.each([
  ['push X: 1', /"push X: 1" is not of the form/],
  ['set X', /"set X" is not of the form/],
  ['set X: 1,set', /"set" is not of the form/],
])('response.http.headers.config=%s is refused', async (text, message) => {
  await expect(serve({ 'response.http.headers.config': text })).rejects.toThrow(message);
});

test('an extension that asks for passwords is refused, since without it everybody could use the API', async () => {
  const name = 'org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension';
  await expect(serve({ 'rest.extension.classes': name })).rejects.toThrow(/would be open to everybody/);
  await expect(serve({ 'rest.extension.classes': 'com.example.Metrics' })).resolves.toMatch(/^http/);
});

test.each([
  ['ftp://x:1', /Listener protocol must be either "http" or "https"/],
  ['http://x', /"http:\/\/x" is no URL of the form http:\/\/host:port/],
])('admin.listeners=%s is refused', async (text, message) => {
  await expect(serve({ 'admin.listeners': text })).rejects.toThrow(message);
});
