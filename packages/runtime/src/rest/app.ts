import type { Logger } from '@causeway/api';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { WorkerConfig } from '../config/worker-config.ts';
import { answerErrors, HttpError } from './errors.ts';
import { keepRawBodies } from './raw-body.ts';
import { addHeaders, allowOrigins } from './response-headers.ts';

/** What answers on one address, with everything but its routes. */
export function createApp(config: WorkerConfig, logger: Logger): FastifyInstance {
  const app = fastify({
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4_096 },
    bodyLimit: 10 * 1024 * 1024,
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => withoutMatrix(url),
  });
  app.removeContentTypeParser('text/plain');
  keepRawBodies(app);
  answerErrors(app, logger);
  allowOrigins(app, config);
  addHeaders(app, config);
  app.addHook('onRequest', async (request) => {
    if (!request.is404 && !acceptsJson(request)) throw new HttpError(406, 'HTTP 406 Not Acceptable');
  });
  return app;
}

/** `;name=value` in a path says nothing here and is cut off, as in Java. */
function withoutMatrix(url: string): string {
  if (!url.includes(';')) return url;
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return path.replace(/;[^/]*/g, '') + url.slice(path.length);
}

function acceptsJson({ headers: { accept } }: FastifyRequest): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return (
      ['application/json', 'application/*', '*/*'].includes(type) && !parameters.some((p) => /^q=0(\.0*)?$/.test(p))
    );
  });
}
