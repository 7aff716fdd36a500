import { ConnectError } from '@causeway/api';
import fastify, { type FastifyInstance } from 'fastify';
import type { WorkerConfig } from '../config/worker-config.ts';
import { connectorRoutes } from './connectors.ts';
import { answerErrors } from './errors.ts';
import { pluginRoutes } from './plugins.ts';
import type { RestContext } from './rest-context.ts';
import { rootRoutes } from './root.ts';

/** The REST API on one listener. */
export class RestServer {
  readonly #app: FastifyInstance;
  readonly #url: URL;

  constructor(config: WorkerConfig, context: RestContext) {
    this.#url = listenerUrl(config);
    this.#app = fastify({
      routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4_096 },
      bodyLimit: 10 * 1024 * 1024,
      forceCloseConnections: true,
    });
    this.#app.removeContentTypeParser('text/plain');
    answerErrors(this.#app, context.logger);
    allowOrigins(this.#app, config);
    rootRoutes(this.#app, context);
    connectorRoutes(this.#app, context);
    pluginRoutes(this.#app, context);
  }

  /** Begins to listen. @returns the address that was bound @throws ConnectError if the port is taken */
  async listen(): Promise<string> {
    const { hostname, port } = this.#url;
    const host = hostname === '' || hostname === '0.0.0.0' ? '0.0.0.0' : hostname.replace(/^\[|\]$/g, '');
    try {
      return await this.#app.listen({ host, port: Number(port) });
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      const why =
        code === 'EADDRINUSE'
          ? 'the port is in use by another process; stop it, or choose another port with listeners=http://host:port'
          : message;
      throw new ConnectError(`Unable to initialize REST server: Failed to bind to ${host}:${port}: ${why}`, { cause });
    }
  }

  get port(): number {
    const address = this.#app.server.address();
    return typeof address === 'object' && address !== null ? address.port : Number(this.#url.port);
  }

  async close(): Promise<void> {
    await this.#app.close();
  }
}

/** The first listener; `http://:8083` has no host, which means all addresses. @throws ConnectError for https, which later versions serve */
function listenerUrl(config: WorkerConfig): URL {
  const listener = config.values.listeners[0]!;
  if (/^https:/i.test(listener))
    throw new ConnectError(`listeners=${listener}: https is not served yet; put a proxy in front of an http listener`);
  return new URL(listener.replace('://:', '://0.0.0.0:'));
}

/** `access.control.allow.origin` and `.methods`. */
function allowOrigins(app: FastifyInstance, { values }: WorkerConfig): void {
  const origin = values['access.control.allow.origin'];
  if (origin === '') return;
  const methods = values['access.control.allow.methods'];
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.origin === undefined) return;
    void reply.header('access-control-allow-origin', origin);
    if (request.method === 'OPTIONS')
      void reply.header('access-control-allow-methods', methods === '' ? 'GET,POST,HEAD' : methods);
  });
}
