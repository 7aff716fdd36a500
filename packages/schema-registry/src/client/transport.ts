import { setTimeout as wait } from 'node:timers/promises';
import { type ConnectError, RetriableError } from '@causeway/api';
import type { Dispatcher } from 'undici';
import type { ConnectionSettings, RegistryUrl } from '../config/settings.ts';
import { authorization } from './authorization.ts';
import { classify, isRetriableStatus, unreachable } from './errors.ts';

/** A request to the registry. */
export interface RegistryRequest {
  readonly method: 'GET' | 'POST';
  /** After the address, with its slash. */
  readonly path: string;
  readonly body?: object;
  /** What is being done, to follow "while" in messages. */
  readonly doing: string;
}

/** What the client needs of HTTP. */
export interface Transport {
  /** The answer's JSON. @throws the errors of `classify` and `unreachable` */
  request(request: RegistryRequest): Promise<unknown>;
  close(): Promise<void>;
}

const contentType = 'application/vnd.schemaregistry.v1+json';
/** How long a connection is kept that nobody uses. Schemas are asked for in bursts, at the start and when they change. */
const keepAliveMs = 10_000;

/** Asks the addresses in turn, beginning with the one that answered last, and tries again for as often as the settings say. */
export class HttpTransport implements Transport {
  readonly #settings: ConnectionSettings;
  #dispatcher: Promise<Dispatcher> | null = null;
  #current = 0;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  async request(request: RegistryRequest): Promise<unknown> {
    const { maxRetries } = this.#settings;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#tryAll(request);
      } catch (error) {
        if (!(error instanceof RetriableError) || attempt >= maxRetries) throw error;
        await wait(this.#delayMs(attempt));
      }
    }
  }

  async close(): Promise<void> {
    const dispatcher = this.#dispatcher;
    this.#dispatcher = null;
    await (await dispatcher)?.destroy();
  }

  async #tryAll(request: RegistryRequest): Promise<unknown> {
    const { urls } = this.#settings;
    const causes: { url: string; error: Error }[] = [];
    let busy: ConnectError | null = null;
    const first = this.#current;
    for (let tried = 0; tried < urls.length; tried++) {
      const index = (first + tried) % urls.length;
      const url = urls[index]!;
      try {
        const answer = await this.#ask(url, request);
        this.#current = index;
        return answer;
      } catch (error) {
        if (error instanceof RetriableError) busy = error;
        else if (error instanceof UnansweredError) causes.push({ url: url.base, error: error.cause });
        else throw error;
      }
    }
    throw busy ?? unreachable(request.doing, causes);
  }

  async #ask(url: RegistryUrl, { method, path, body, doing }: RegistryRequest): Promise<unknown> {
    const { status, text } = await this.#send(url, { method, path, body: body ? JSON.stringify(body) : null });
    const json = parse(text);
    if (status >= 200 && status < 300) {
      if (json !== null) return json;
      throw classify({ doing, url: url.base, status: 404, errorCode: 0, reason: 'the answer is no JSON' });
    }
    const { error_code: code, message } = (json ?? {}) as { error_code?: unknown; message?: unknown };
    throw classify({
      doing,
      url: url.base,
      status: isRetriableStatus(status) || status >= 400 ? status : 404,
      errorCode: typeof code === 'number' ? code : 0,
      reason: typeof message === 'string' ? message : `HTTP status ${status}`,
    });
  }

  async #send(
    url: RegistryUrl,
    { method, path, body }: { method: 'GET' | 'POST'; path: string; body: string | null },
  ): Promise<{ status: number; text: string }> {
    const { headers, readTimeoutMs } = this.#settings;
    try {
      const { request } = await import('undici');
      const response = await request(url.base + path, {
        method,
        body,
        headers: {
          accept: `${contentType}, application/json`,
          ...(body === null ? {} : { 'content-type': contentType }),
          ...authorization(this.#settings, url),
          ...headers,
        },
        dispatcher: await (this.#dispatcher ??= createDispatcher(this.#settings)),
        headersTimeout: readTimeoutMs,
        bodyTimeout: readTimeoutMs,
      });
      return { status: response.statusCode, text: await response.body.text() };
    } catch (error) {
      throw new UnansweredError(error);
    }
  }

  /** Java: RetryExecutor, a random part of a limit that doubles */
  #delayMs(attempt: number): number {
    const { retryWaitMs, retryMaxWaitMs } = this.#settings;
    return Math.random() * Math.min(retryWaitMs * 2 ** attempt, retryMaxWaitMs);
  }
}

async function createDispatcher({ tls, proxy, connectTimeoutMs }: ConnectionSettings): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici');
  const connect = { ...tls, timeout: connectTimeoutMs };
  const options = { connections: 4, keepAliveTimeout: keepAliveMs, pipelining: 1 };
  return proxy === null
    ? new Agent({ ...options, connect })
    : new ProxyAgent({
        ...options,
        uri: proxy,
        proxyTunnel: false, // only https goes through a tunnel: proxies often refuse one to other ports
        requestTls: connect,
        proxyTls: { timeout: connectTimeoutMs },
      });
}

/** No answer came; another address may give one. */
class UnansweredError extends Error {
  override readonly cause: Error;

  constructor(cause: unknown) {
    super('no answer');
    this.cause = cause instanceof Error ? cause : new Error(String(cause));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
