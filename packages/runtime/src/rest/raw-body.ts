import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of the body as they came; null without one. What is passed on or signed is these. */
    rawBody: Buffer | null;
  }
}

/** Reads JSON bodies, and keeps their bytes. Java's workers announce JSON also where they send no body. */
export function keepRawBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody', null);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    if (bytes.length === 0) {
      done(null, undefined);
      return;
    }
    request.rawBody = bytes;
    try {
      done(null, JSON.parse(bytes.toString()));
    } catch (error) {
      done(error as Error);
    }
  });
}
