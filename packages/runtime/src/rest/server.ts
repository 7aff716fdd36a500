import { ConnectError, type Logger } from '@causeway/api';
import type { FastifyInstance } from 'fastify';
import type { WorkerConfig } from '../config/worker-config.ts';
import { createApp } from './app.ts';
import { clusterRoutes } from './cluster.ts';
import { connectorRoutes } from './connectors.ts';
import { loggerRoutes } from './loggers.ts';
import { offsetRoutes } from './offsets.ts';
import { pluginRoutes } from './plugins.ts';
import type { RestContext } from './rest-context.ts';
import { rootRoutes } from './root.ts';

interface Listener {
  readonly app: FastifyInstance;
  readonly url: URL;
  readonly setting: string;
}

/** The REST API on one listener, and what is under /admin on another where `admin.listeners` names one. */
export class RestServer {
  readonly #main: Listener;
  readonly #admin: Listener | null;

  constructor(config: WorkerConfig, context: RestContext) {
    const { values } = config;
    tellOfExtensions(values['rest.extension.classes'], context.logger);
    this.#main = listener(config, context, 'listeners', values.listeners[0]!);
    rootRoutes(this.#main.app, context);
    connectorRoutes(this.#main.app, context);
    clusterRoutes(this.#main.app, context);
    offsetRoutes(this.#main.app, context);
    pluginRoutes(this.#main.app, context);
    const [adminUrl] = values['admin.listeners'] ?? [];
    this.#admin = adminUrl === undefined ? null : listener(config, context, 'admin.listeners', adminUrl);
    // an empty list turns it off
    if (this.#admin !== null) loggerRoutes(this.#admin.app, context);
    else if (values['admin.listeners'] === null) loggerRoutes(this.#main.app, context);
  }

  /** Begins to listen. @returns the address that was bound @throws ConnectError if a port is taken */
  async listen(): Promise<string> {
    const address = await listen(this.#main);
    if (this.#admin !== null) await listen(this.#admin);
    return address;
  }

  get port(): number {
    const address = this.#main.app.server.address();
    return typeof address === 'object' && address !== null ? address.port : Number(this.#main.url.port);
  }

  async close(): Promise<void> {
    await Promise.all([this.#main.app.close(), this.#admin?.app.close()]);
  }
}

/** Classes of Java can't be run. @throws ConnectError where that would leave open what was protected */
function tellOfExtensions(classes: readonly string[], logger: Logger): void {
  const guard = classes.find((name) => name.endsWith('BasicAuthSecurityRestExtension'));
  if (guard !== undefined) {
    throw new ConnectError(
      `rest.extension.classes=${guard}: the REST API has no authentication of its own, and would be open to everybody. ` +
        'Put a proxy that authenticates in front of it, then remove the setting.',
    );
  }
  if (classes.length > 0)
    logger.warn(
      `rest.extension.classes=${classes.join(',')} has no effect: extensions of the REST API in Java can't be run`,
    );
}

/** `http://:8083` has no host, which means all addresses. @throws ConnectError for https, which is not served */
function listener(config: WorkerConfig, { logger }: RestContext, setting: string, text: string): Listener {
  if (/^https:/i.test(text))
    throw new ConnectError(`${setting}=${text}: https is not served yet; put a proxy in front of an http listener`);
  return { app: createApp(config, logger), url: new URL(text.replace('://:', '://0.0.0.0:')), setting };
}

async function listen({ app, url: { hostname, port }, setting }: Listener): Promise<string> {
  const host = hostname === '' || hostname === '0.0.0.0' ? '0.0.0.0' : hostname.replace(/^\[|\]$/g, '');
  try {
    // a port of the protocol's own is left out of the URL
    return await app.listen({ host, port: port === '' ? 80 : Number(port) });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why =
      code === 'EADDRINUSE'
        ? `the port is in use by another process; stop it, or choose another port with ${setting}=http://host:port`
        : message;
    throw new ConnectError(`Unable to initialize REST server: Failed to bind to ${host}:${port}: ${why}`, { cause });
  }
}
