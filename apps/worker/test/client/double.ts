/** A REST API that answers as it is told, and remembers what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly text: string;
  readonly authorization: string | undefined;
}

export interface Reply {
  readonly status: number;
  /** JSON; nothing for an empty answer. */
  readonly body?: unknown;
  /** In place of a body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `break` closes the connection without an answer, `silence` gives none. */
export type Respond = (asked: Asked) => Reply | 'break' | 'silence';

export class Double implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  readonly #respond: Respond;

  private constructor(respond: Respond) {
    this.#respond = respond;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async that(respond: Respond): Promise<Double> {
    const double = new Double(respond);
    double.#server.listen(0, '127.0.0.1');
    await once(double.#server, 'listening');
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `GET /connectors` for each request. */
  get lines(): string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
    const { method = '', url: path = '', headers } = request;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const asked = { method, path, body, text, authorization: headers.authorization };
    this.asked.push(asked);
    const reply = this.#respond(asked);
    if (reply === 'break') request.socket.destroy();
    if (typeof reply === 'string') return;
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
  }
}
