/**
 * What to make of a request as a whole that failed:
 * - `retriable`: it may succeed later (no connection, no answer in time, 429, 5xx, an answer that makes no sense)
 * - `too-large`: the server takes no request of that size; a part of it may do
 * - `malformed`: something in its body can't be read; without that the rest may do
 * - `fatal`: it would fail again (no rights, a refused setting)
 */
export type FailureKind = 'retriable' | 'too-large' | 'malformed' | 'fatal';

/** A request that got no useful answer. The message says what the server said and what to check, and holds no credentials. */
export class RequestFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | null;
  /** The type that the server gives the error, such as `resource_already_exists_exception`. */
  readonly type: string | null;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number;

  constructor(
    kind: FailureKind,
    message: string,
    facts: { status?: number; type?: string | null; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.name = 'RequestFailure';
    this.kind = kind;
    this.status = facts.status ?? null;
    this.type = facts.type ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? 0;
  }
}

/** Errors of a whole request that one document in it may have caused. */
const MALFORMED_TYPES = new Set([
  'action_request_validation_exception',
  'illegal_argument_exception',
  'parse_exception',
  'parsing_exception',
  'x_content_parse_exception',
]);

/** What the client library throws, as far as it is read here. */
interface ClientError {
  readonly name?: string;
  readonly message?: string;
  readonly meta?: {
    readonly statusCode?: number | null;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
}

/** Classifies what the client library threw. Its own errors are not kept: they hold the request with its body and headers. */
export function requestFailure(thrown: unknown, address: string): RequestFailure {
  const { name, message = String(thrown), meta } = thrown as ClientError;
  switch (name) {
    case 'ResponseError':
      return responseFailure(address, meta?.statusCode ?? 0, meta?.body, meta?.headers ?? {});
    case 'TimeoutError':
      return new RequestFailure(
        'retriable',
        `${address} did not answer in time: the cluster may be overloaded, or read.timeout.ms too short for requests of this size (batch.size, bulk.size.bytes)`,
      );
    case 'DeserializationError':
      return nonsense(address, 'an answer that is no JSON');
    case 'ConnectionError':
    case 'NoLivingConnectionsError':
      return new RequestFailure(
        'retriable',
        `there was no connection to ${address} (${message}): check that Elasticsearch runs there and that connection.url is right`,
      );
    case 'RequestAbortedError':
      return new RequestFailure('fatal', `the request to ${address} was given up because the task stops`);
    default:
      return new RequestFailure('fatal', `the request to ${address} could not be made: ${message}`);
  }
}

/** An answer with status 200 that is not Elasticsearch's: whether the request was carried out is unknown. */
export const nonsense = (address: string, what: string): RequestFailure =>
  new RequestFailure(
    'retriable',
    `${address} gave ${what}: check that connection.url leads to Elasticsearch and that no proxy answers for it`,
  );

function responseFailure(
  address: string,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, unknown>>,
): RequestFailure {
  const { type, reason } = serverError(body);
  const said = `${address} answered ${status}${reason === '' ? '' : ` (${reason})`}`;
  const facts = { status, type, retryAfterMs: retryAfterMs(headers['retry-after']) };
  if (status === 413)
    return new RequestFailure('too-large', `${said}: the request is larger than its http.max_content_length`, facts);
  if (status === 401)
    return new RequestFailure('fatal', `${said}: check connection.username and connection.password`, facts);
  if (status === 403)
    return new RequestFailure('fatal', `${said}: the user lacks a privilege, or the index is blocked`, facts);
  if (status === 429)
    return new RequestFailure(
      'retriable',
      `${said}: the cluster is overloaded; fewer max.in.flight.requests or tasks ease it`,
      facts,
    );
  if (status === 408 || status >= 500)
    return new RequestFailure('retriable', `${said}: check the health of the cluster`, facts);
  if (status === 400 && type !== null && MALFORMED_TYPES.has(type)) return new RequestFailure('malformed', said, facts);
  return new RequestFailure('fatal', said, facts);
}

function serverError(body: unknown): { type: string | null; reason: string } {
  const error = (body as { error?: unknown } | null | undefined)?.error;
  if (typeof error === 'object' && error !== null) {
    const { type, reason } = error as { type?: unknown; reason?: unknown };
    const name = typeof type === 'string' ? type : null;
    return {
      type: name,
      reason: [name, typeof reason === 'string' ? shortened(reason) : null].filter(Boolean).join(': '),
    };
  }
  return {
    type: null,
    reason: typeof error === 'string' ? shortened(error) : typeof body === 'string' ? shortened(body) : '',
  };
}

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
};

const retryAfterMs = (header: unknown): number => {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1000 : 0;
};
