import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readResponseHeaders, type ResponseHeader } from '../config/rest-config.ts';
import type { WorkerConfig } from '../config/worker-config.ts';

const preflightSeconds = 1_800;

/** `access.control.allow.origin` and `.methods`: browsers may call from these origins. */
export function allowOrigins(app: FastifyInstance, { values }: WorkerConfig): void {
  const origins = values['access.control.allow.origin'].split(',').flatMap((o) => (o.trim() === '' ? [] : [o.trim()]));
  if (origins.length === 0) return;
  const methods = values['access.control.allow.methods'].trim() || 'GET,POST,HEAD';
  const isAllowed = (origin: string): boolean => origins.some((allowed) => allowed === '*' || allowed === origin);
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined) return;
    void reply.header('vary', 'Origin');
    if (!isAllowed(origin)) return;
    void reply.header('access-control-allow-origin', origin);
    if (isPreflight(request)) await answerPreflight(reply, methods);
  });
}

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

function answerPreflight(reply: FastifyReply, methods: string): FastifyReply {
  return reply
    .code(200)
    .header('access-control-allow-methods', methods)
    .header('access-control-allow-headers', 'X-Requested-With,Content-Type,Accept,Origin')
    .header('access-control-max-age', String(preflightSeconds))
    .send();
}

/** `response.http.headers.config`: what every answer carries. */
export function addHeaders(app: FastifyInstance, { values }: WorkerConfig): void {
  const headers = readResponseHeaders(values['response.http.headers.config']);
  if (headers.length === 0) return;
  app.addHook('onSend', (_, reply, payload, done) => {
    for (const header of headers) add(reply, header);
    done(null, payload);
  });
}

/** Of a date the value is the milliseconds from now. */
function add(reply: FastifyReply, { action, name, value }: ResponseHeader): void {
  const text = action.endsWith('Date') ? new Date(Date.now() + Number(value)).toUTCString() : value;
  const before = action.startsWith('add') ? reply.getHeader(name) : undefined;
  if (before === undefined) void reply.removeHeader(name).header(name, text);
  else void reply.removeHeader(name).header(name, [before].flat().map(String).concat(text));
}
