import { setMaxListeners } from 'node:events';
import { Client, type ClientOptions, Serializer, Transport } from '@elastic/elasticsearch';
import type { Mapping } from '../index/mapping.ts';
import { addressText } from './addresses.ts';
import { nonsense, requestFailure } from './request-failure.ts';

/** How to reach a cluster. */
export interface ClusterOptions {
  readonly urls: readonly URL[];
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly compression: boolean;
  /** 0 waits for ever, as does 0 for `readTimeoutMs`. */
  readonly connectionTimeoutMs: number;
  readonly readTimeoutMs: number;
  /** How long an unused connection is kept; -1 for ever. */
  readonly maxIdleMs: number;
  readonly maxConnections: number;
}

/** One item of a bulk answer: what became of one document. */
export interface BulkItem {
  readonly status: number;
  readonly error?: ServerError;
}

export interface ServerError {
  readonly type?: string;
  readonly reason?: string;
  readonly caused_by?: ServerError;
}

/** What became of a bulk: everything written, or one item a document, in order. */
export type BulkAnswer = 'all-succeeded' | readonly BulkItem[];

const FOREVER_MS = 2 ** 31 - 1;

/** The requests that the connector makes. Every method throws RequestFailure, and none tries again. */
export class Cluster {
  /** For messages. */
  readonly address: string;
  readonly #client: Client;
  readonly #closing = new AbortController();

  constructor(options: ClusterOptions) {
    this.address = addressText(options.urls);
    this.#client = new Client(clientOptions(options));
    setMaxListeners(0, this.#closing.signal);
  }

  async bulk(body: Buffer): Promise<BulkAnswer> {
    const answer = (await this.#ask('POST', '/_bulk', {
      bulkBody: body,
      filter: 'errors,items.*.status,items.*.error',
    })) as {
      errors?: unknown;
      items?: unknown;
    } | null;
    if (answer === ALL_SUCCEEDED || answer?.errors === false) return 'all-succeeded';
    if (answer?.errors !== true || !Array.isArray(answer.items)) throw nonsense(this.address, 'no answer to a bulk');
    return answer.items.map((item) => this.#bulkItem(item));
  }

  /** The version of the server. */
  async version(): Promise<string> {
    const answer = (await this.#ask('GET', '/')) as { version?: { number?: unknown } } | null;
    const version = answer?.version?.number;
    if (typeof version !== 'string') throw nonsense(this.address, 'no answer of Elasticsearch');
    return version;
  }

  async indexExists(index: string): Promise<boolean> {
    return (await this.#ask('HEAD', `/${encodeURIComponent(index)}`)) === true;
  }

  async createIndex(index: string): Promise<void> {
    await this.#ask('PUT', `/${encodeURIComponent(index)}`);
  }

  /** The mapping of an index, or of the last index behind an alias. */
  async mapping(index: string): Promise<Mapping> {
    const answer = (await this.#ask('GET', `/${encodeURIComponent(index)}/_mapping`)) as Readonly<
      Record<string, { mappings?: Mapping }>
    >;
    const entry = Object.hasOwn(answer, index) ? answer[index] : answer[Object.keys(answer).sort().at(-1) ?? ''];
    return entry?.mappings ?? {};
  }

  async putMapping(index: string, mapping: Mapping): Promise<void> {
    await this.#ask('PUT', `/${encodeURIComponent(index)}/_mapping`, { body: JSON.stringify(mapping) });
  }

  /** Gives up what is under way and closes the connections. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client.close();
  }

  async #ask(
    method: string,
    path: string,
    { body, bulkBody, filter }: { body?: string; bulkBody?: Buffer; filter?: string } = {},
  ): Promise<unknown> {
    try {
      const { body: answer } = await this.#client.transport.request(
        {
          method,
          path,
          ...(body === undefined ? {} : { body }),
          ...(bulkBody === undefined ? {} : { bulkBody }),
          ...(filter === undefined ? {} : { querystring: { filter_path: filter } }),
        },
        { meta: true, signal: this.#closing.signal, ...(body === undefined ? {} : { headers: JSON_BODY }) },
      );
      return answer;
    } catch (error) {
      throw requestFailure(error, this.address);
    }
  }

  #bulkItem(item: unknown): BulkItem {
    const result = Object.values(item ?? {})[0] as BulkItem | undefined;
    if (typeof result?.status !== 'number') throw nonsense(this.address, 'no answer to a bulk');
    return result;
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

const ALL_SUCCEEDED = Object.freeze({ errors: false });

/** Does not read the item list of a bulk in which nothing failed: it is as long as the bulk has documents. */
class BulkSerializer extends Serializer {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the signature of the library
  override deserialize<T = unknown>(json: string): T {
    return json.startsWith('{"errors":false') ? (ALL_SUCCEEDED as T) : super.deserialize<T>(json);
  }
}

/**
 * Asks for plain JSON, which servers of every version take: the library's own content type names version 9, which version 8 refuses. And it
 * does not ask the server for its name, which Elasticsearch before 7.14 and OpenSearch do not give.
 */
class PlainTransport extends Transport {
  constructor(options: ConstructorParameters<typeof Transport>[0]) {
    const plain = { ...options };
    delete plain.vendoredHeaders;
    delete plain.productCheck;
    super(plain);
  }
}

function clientOptions(options: ClusterOptions): ClientOptions {
  return {
    nodes: options.urls.map((url) => ({ url })),
    ...(options.credentials === null ? {} : { auth: { ...options.credentials } }),
    Transport: PlainTransport,
    Serializer: BulkSerializer,
    compression: options.compression,
    maxRetries: 0,
    requestTimeout: options.readTimeoutMs,
    enableMetaHeader: false,
    // Its errors are not kept. To redact one it would copy the body of the request, byte by byte, into an object: gigabytes for one bulk.
    redaction: { type: 'off' },
    disablePrototypePoisoningProtection: true,
    agent: {
      connections: options.maxConnections,
      connect: { timeout: options.connectionTimeoutMs },
      headersTimeout: options.readTimeoutMs,
      bodyTimeout: options.readTimeoutMs,
      keepAliveTimeout: options.maxIdleMs < 0 ? FOREVER_MS : Math.max(1, options.maxIdleMs),
      keepAliveMaxTimeout: FOREVER_MS,
    } as NonNullable<ClientOptions['agent']>,
  };
}
