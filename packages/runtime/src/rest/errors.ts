import { AlreadyExistsError, type Logger, NotFoundError } from '@causeway/api';
import type { FastifyInstance } from 'fastify';
import { BadRequestError } from '../herder/errors.ts';
import { SignatureError, WrongWorkerError } from '../herder/peers/errors.ts';
import { forward, ForwardError } from './forward.ts';

/** An answer other than success, with the status to give. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface KnownRoute {
  readonly method: string;
  readonly path: RegExp;
}

/** Java's web server refuses encoded slashes, backslashes and percent signs, and empty segments. */
const ambiguous = /%2f|%5c|%25|\/\//i;

/** Call before the routes are made. Every error is answered with `{"error_code", "message"}`. */
export function answerErrors(app: FastifyInstance, logger: Logger): void {
  const routes: KnownRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const path = new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+')}/?$`);
    for (const one of [method].flat()) routes.push({ method: one, path });
  });
  app.addHook('onRequest', async (request, reply) => {
    if (ambiguous.test(request.url.split('?')[0]!)) await reply.code(400).send();
  });
  app.setErrorHandler(async (thrown: Error, request, reply) => {
    let error = thrown;
    if (thrown instanceof WrongWorkerError) {
      try {
        return await forward(request, reply, thrown);
      } catch (failure) {
        error = failure as Error;
      }
    }
    const status = statusOf(error);
    // what names no type at all is refused by Java's web server itself
    if (status === 415 && !/^[^/]+\/[^/]+$/.test(request.headers['content-type'] ?? 'a/b'))
      return reply.code(400).send();
    if (status >= 500) logger.error(`${request.method} ${request.url} failed: ${error.message}`);
    return reply.code(status).send({ error_code: status, message: error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedMethods(routes, request.url);
    if (allowed.length > 0 && request.method === 'OPTIONS')
      return reply
        .header('allow', [...allowed, 'OPTIONS'].join(','))
        .code(200)
        .send(allowed.join(', '));
    const [status, text] = allowed.length > 0 ? [405, 'Method Not Allowed'] : [404, 'Not Found'];
    return reply.code(status).send({ error_code: status, message: `HTTP ${status} ${text}` });
  });
}

function statusOf(error: Error & { readonly statusCode?: number; readonly code?: string }): number {
  if (error instanceof HttpError || error instanceof ForwardError || error instanceof SignatureError)
    return error.status;
  if (error instanceof BadRequestError) return 400;
  if (error instanceof NotFoundError) return 404;
  if (error instanceof AlreadyExistsError) return 409;
  if (error.statusCode === 415 || error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 415;
  return 500; // Java: also a body that is no JSON
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function allowedMethods(routes: readonly KnownRoute[], url: string): string[] {
  const path = url.split('?')[0]!;
  return methods.filter((method) => routes.some((route) => route.method === method && route.path.test(path)));
}
