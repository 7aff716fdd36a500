import { describe, expect, test } from 'vitest';
import { HttpClient, type Request } from '../../../src/client/api/http-client.ts';
import { UnreachableError } from '../../../src/client/errors.ts';
import { Double, type Respond } from '../double.ts';

const nobody = 'http://127.0.0.1:5';
const get: Request = { method: 'GET', path: '/connectors' };
const post: Request = { method: 'POST', path: '/connectors', body: { name: 'a' } };
const ok: Respond = () => ({ status: 200, body: ['a'] });

const clientOf = (urls: readonly string[], timeoutMs = 5_000, authorization: string | null = null): HttpClient =>
  new HttpClient({ addresses: urls.map((url) => ({ url, authorization })), timeoutMs });

const failure = async (sent: Promise<unknown>): Promise<UnreachableError> => {
  const error = await sent.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UnreachableError)) throw new Error('An UnreachableError was expected', { cause: error });
  return error;
};

describe('a request', () => {
  test('carries its body as JSON and the authorization, and gets the JSON of the answer', async () => {
    await using api = await Double.that(() => ({ status: 201, body: { offset: 1 } }));
    const answer = await clientOf([api.url], 5_000, 'Basic abc').send(post);
    expect(answer).toMatchObject({ status: 201, body: { offset: 1 }, from: api.url });
    expect(api.asked).toMatchObject([
      { method: 'POST', path: '/connectors', body: { name: 'a' }, authorization: 'Basic abc' },
    ]);
  });

  test.each<[what: string, respond: Respond, body: unknown]>([
    ['null for an empty answer', () => ({ status: 204 }), null],
    ['nothing for a page with an error', () => ({ status: 404, text: '<html>no</html>' }), undefined],
  ])('has %s', async (_, respond, body) => {
    await using api = await Double.that(respond);
    expect((await clientOf([api.url]).send(get)).body).toBe(body);
  });

  test('follows no redirect, so that the password goes nowhere else', async () => {
    await using other = await Double.that(ok);
    await using api = await Double.that(() => ({ status: 307, headers: { location: `${other.url}/connectors` } }));
    const answer = await clientOf([api.url], 5_000, 'Basic abc').send(get);
    expect(answer).toMatchObject({ status: 307, location: `${other.url}/connectors` });
    expect(other.asked).toEqual([]);
  });
});

describe('several addresses', () => {
  test.each([
    ['a GET', get],
    ['a POST', post],
  ])('are tried in turn for %s where nobody listens', async (_, request) => {
    await using api = await Double.that(ok);
    expect((await clientOf([nobody, 'http://no-such-host.invalid', api.url]).send(request)).from).toBe(api.url);
  });

  test('are not tried again once one of them has answered', async () => {
    await using first = await Double.that(() => 'break');
    await using second = await Double.that(ok);
    const client = clientOf([first.url, second.url]);
    await client.send(get);
    await client.send(get);
    expect([first.asked.length, second.asked.length]).toEqual([1, 2]);
  });

  test.each<[what: string, respond: Respond]>([
    ['breaks the connection', () => 'break'],
    ['gives no answer in time', () => 'silence'],
    ['is a gateway that reaches nobody', () => ({ status: 502, text: '<html>' })],
    ['is something else that answers with a page', () => ({ status: 200, text: '<html>' })],
  ])('get a GET after one that %s', async (_, respond) => {
    await using first = await Double.that(respond);
    await using second = await Double.that(ok);
    expect((await clientOf([first.url, second.url], 1_000).send(get)).from).toBe(second.url);
  });

  test.each<[what: string, respond: Respond, says: RegExp]>([
    [
      'breaks the connection',
      () => 'break',
      /took the request POST \/connectors, but gave no answer: the connection broke/,
    ],
    ['gives no answer in time', () => 'silence', /no answer within 1 s/],
    ['is a gateway that gave up waiting', () => ({ status: 504, text: '<html>' }), /a gateway answered with 504/],
  ])('do not get a POST that may have been carried out by one that %s', async (_, respond, says) => {
    await using first = await Double.that(respond);
    await using second = await Double.that(ok);
    const error = await failure(clientOf([first.url, second.url], 1_000).send(post));
    expect(error.message).toMatch(says);
    expect(error.advice).toMatch(/not known whether the request was carried out/);
    expect(second.asked).toEqual([]);
  });

  test('are all named when none answers', async () => {
    const error = await failure(clientOf([nobody, 'http://no-such-host.invalid', 'http://127.0.0.1:1']).send(get));
    expect(error.message).toBe(
      `No Connect REST API answers at ${nobody} (nobody listens there), http://no-such-host.invalid (its name is unknown), ` +
        'http://127.0.0.1:1 (this port is reserved for another protocol)',
    );
    expect(error.exitCode).toBe(3);
  });

  test('may speak no https', async () => {
    await using api = await Double.that(ok);
    const error = await failure(clientOf([api.url.replace('http:', 'https:')]).send(get));
    expect(error.message).toMatch(/it does not speak https; try http:\/\//);
  });
});
