import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, DataError, RetriableError, defineConfig } from '@causeway/api';
import { afterEach, describe, expect, test } from 'vitest';
import { HttpTransport } from '../../src/client/transport.ts';
import { registrySettings, schemaRegistryKeys } from '../../src/index.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const servers: Server[] = [];
const transports: HttpTransport[] = [];

afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that gives these answers, the last one again and again; null gives none. */
async function serve(...answers: (Answer | null)[]): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    if (answer) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const config = defineConfig({ ...schemaRegistryKeys });
const dead = 'http://127.0.0.1:1';

function transport(url: string, extra: Readonly<Record<string, string>> = {}): HttpTransport {
  const raw = { 'schema.registry.url': url, 'max.retries': '0', 'retries.wait.ms': '1', ...extra };
  const made = new HttpTransport(registrySettings(config.parse(raw), raw));
  transports.push(made);
  return made;
}

const get = (made: HttpTransport): Promise<unknown> =>
  made.request({ method: 'GET', path: '/x', doing: 'looking up x' });
const ok = { status: 200, body: '{"a":1}' };

describe('requests', () => {
  test.each([
    ['a user in the address', {}, 'me:secret@', `Basic ${btoa('me:secret')}`],
    [
      'USER_INFO',
      { 'basic.auth.credentials.source': 'USER_INFO', 'basic.auth.user.info': 'a:b:c' },
      '',
      `Basic ${btoa('a:b:c')}`,
    ],
    [
      'a bearer token',
      { 'bearer.auth.credentials.source': 'STATIC_TOKEN', 'bearer.auth.token': 'tok' },
      '',
      'Bearer tok',
    ],
    ['none', {}, '', undefined],
  ])('carry the credentials of %s', async (_, extra, user, expected) => {
    const { url, requests } = await serve(ok);
    expect(await get(transport(url.replace('://', `://${user}`), extra))).toEqual({ a: 1 });
    expect(requests[0]!.headers.authorization).toBe(expected);
    expect(requests[0]!.url).toBe('/x');
  });

  test('go to the next address where one is dead, and stay with it', async () => {
    const { url, requests } = await serve(ok);
    const made = transport(`${dead},${url}`);
    await get(made);
    await get(made);
    expect(requests).toHaveLength(2);
  });

  test('go to the next address where one is broken', async () => {
    const broken = await serve({ status: 503, body: '' });
    const { url, requests } = await serve(ok);
    await get(transport(`${broken.url},${url}`));
    expect(requests).toHaveLength(1);
  });

  test('are tried again as often as max.retries says', async () => {
    const busy = { status: 429, body: '{"error_code":429,"message":"slow down"}' };
    const { url, requests } = await serve(busy, busy, ok);
    expect(await get(transport(url, { 'max.retries': '2' }))).toEqual({ a: 1 });
    expect(requests).toHaveLength(3);
  });

  test('pass through a proxy', async () => {
    const proxy = await serve(ok);
    const [host, port] = proxy.url.slice('http://'.length).split(':');
    const made = transport('http://registry.invalid:8081/api', { 'proxy.host': host!, 'proxy.port': port! });
    expect(await get(made)).toEqual({ a: 1 });
    expect(proxy.requests[0]).toMatchObject({ method: 'GET', url: 'http://registry.invalid:8081/api/x' });
  });
});

describe('what goes wrong', () => {
  test.each([
    ['no address answers', null, RetriableError, `${dead} (ECONNREFUSED)`],
    ['an incompatible schema', { status: 409, body: '{"error_code":409,"message":"no way"}' }, DataError, 'no way'],
    ['wrong credentials', { status: 401, body: '<html>' }, ConfigError, 'Check basic.auth'],
    ['an answer that is no JSON', { status: 200, body: '<html>' }, ConfigError, 'no JSON'],
    ['a redirect', { status: 302, body: '' }, ConfigError, 'Check the path'],
    ['an error without JSON', { status: 500, body: 'oops' }, RetriableError, 'HTTP status 500'],
  ])('%s', async (_, answer, type, text) => {
    const url = answer === null ? dead : (await serve(answer)).url;
    const failed = get(transport(url.replace('://', '://me:hunter2@')));
    await expect(failed).rejects.toBeInstanceOf(type);
    await expect(failed).rejects.toThrow(text);
    await expect(failed).rejects.not.toThrow('hunter2');
  });

  test('a registry that never answers', async () => {
    const { url } = await serve(null);
    const failed = get(transport(url, { 'http.read.timeout.ms': '50' }));
    await expect(failed).rejects.toBeInstanceOf(RetriableError);
    await expect(failed).rejects.toThrow(url);
  });
});
