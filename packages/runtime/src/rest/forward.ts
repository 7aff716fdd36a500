import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WrongWorkerError } from '../herder/peers/errors.ts';
import { askPeer, type PeerAnswer } from '../herder/peers/peer-request.ts';

/** The answer where nobody can be asked: 409, since a moment later it may be otherwise. */
export class ForwardError extends Error {
  readonly status = 409;
}

/**
 * Passes a request on to the worker that can carry it out, and its answer back: two hops at most, since after those the roles must be changing.
 * Java: HerderRequestHandler#completeOrForwardRequest
 * @throws ForwardError where nobody can be asked
 */
export async function forward(request: FastifyRequest, reply: FastifyReply, error: WrongWorkerError): Promise<unknown> {
  const url = new URL(request.url, 'http://worker');
  const hop = url.searchParams.get('forward');
  if (hop === 'false') {
    throw new ForwardError('Cannot complete request because of a conflicting operation (e.g. worker rebalance)');
  }
  if (error.url === null) {
    throw new ForwardError(
      'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
    );
  }
  url.searchParams.set('forward', String(hop === null));
  const target = error.url.replace(/\/$/, '') + url.pathname + url.search;
  return passBack(
    await askPeer({ url: target, method: request.method, body: request.rawBody, headers: copied(request) }),
    reply,
  );
}

/** Of the headers of a request, those that other workers need. */
function copied({ headers }: FastifyRequest): Record<string, string> {
  const names = ['authorization', 'x-connect-authorization', 'x-connect-request-signature-algorithm'];
  return Object.fromEntries(
    names.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
}

function passBack({ status, location, contentType, body }: PeerAnswer, reply: FastifyReply): unknown {
  void reply.code(status);
  if (location !== null) void reply.header('location', location);
  if (contentType !== null) void reply.header('content-type', contentType);
  return reply.send(body.length === 0 ? undefined : body);
}
