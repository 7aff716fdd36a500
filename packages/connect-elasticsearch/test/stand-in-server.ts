import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What the server does with a request: an answer, or something that a network does. */
export type Reply =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | 'reset'
  | 'silence';

export interface BulkRequest {
  readonly items: { readonly action: string; readonly id: string; readonly document: unknown }[];
  readonly headers: IncomingMessage['headers'];
  readonly bytes: number;
}

/** Answers at Elasticsearch's port as the test says: the nth bulk gets the nth reply, and those behind the last get success. */
export class StandInServer {
  readonly bulks: BulkRequest[] = [];
  readonly requests: string[] = [];
  /** Bulks that are not answered yet, and the most there ever were. */
  open = 0;
  mostOpen = 0;
  replies: ((bulk: BulkRequest) => Reply | Promise<Reply>)[] = [];
  /** Every other request: `PUT /logins`. */
  other: (request: string) => Reply | undefined = () => undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<StandInServer> {
    const server = new StandInServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** The ids of the documents of each bulk. */
  ids(): string[][] {
    return this.bulks.map(idsOf);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url!.split('?')[0]!;
    this.requests.push(`${request.method} ${path}`);
    if (path !== '/_bulk') {
      send(
        response,
        this.other(`${request.method} ${path}`) ?? {
          body: path.endsWith('_mapping') ? {} : { version: { number: '9.0.0' } },
        },
      );
      return;
    }
    const bulk = readBulk(Buffer.concat(chunks), request.headers);
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    this.bulks.push(bulk);
    const reply = await (this.replies.shift() ?? success)(bulk);
    this.open--;
    if (reply !== 'silence') send(response, reply);
  }
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'reset' || reply === 'silence') {
    response.destroy();
    return;
  }
  const { status = 200, body = {}, headers = {} } = reply;
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

function readBulk(raw: Buffer, headers: IncomingMessage['headers']): BulkRequest {
  const body = headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const lines = body
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const items: BulkRequest['items'] = [];
  for (let i = 0; i < lines.length; i++) {
    const [action, target] = Object.entries(lines[i]!)[0]! as [string, { _id: string }];
    items.push({ action, id: target._id, document: action === 'delete' ? null : lines[++i] });
  }
  return { items, headers, bytes: body.length };
}

export const idsOf = (bulk: { readonly items: readonly { readonly id: string }[] }): string[] =>
  bulk.items.map((item) => item.id);

/** A reply that is given when the test says so. */
export function held() {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  return { reply: () => promise, answer: (reply: Reply = success()) => resolve(reply) };
}

export const success = (): Reply => ({ body: { errors: false } });

/** A bulk answer with these results: a status, or a status with an error type. */
export const results =
  (...items: (number | readonly [number, string])[]) =>
  (bulk: BulkRequest): Reply => ({
    body: {
      errors: true,
      items: items.map((item, i) => ({
        [bulk.items[i]?.action ?? 'index']:
          typeof item === 'number'
            ? { status: item }
            : { status: item[0], error: { type: item[1], reason: `for ${bulk.items[i]?.id}` } },
      })),
    },
  });

export const failure =
  (status: number, type = 'some_exception', headers = {}) =>
  (): Reply => ({
    status,
    body: { error: { type, reason: 'the reason' }, status },
    headers,
  });
