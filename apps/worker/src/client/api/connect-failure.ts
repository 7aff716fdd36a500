/** Why an address gave no answer. */
export interface Failure {
  readonly reason: string;
  /** Can the request have arrived? */
  readonly hasReached: boolean;
  readonly cause: unknown;
}

interface Cause {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: Cause;
  readonly errors?: readonly Cause[];
}

const reasons: Readonly<Partial<Record<string, string>>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  UND_ERR_CONNECT_TIMEOUT: 'it took too long to connect',
  ETIMEDOUT: 'it took too long to connect',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https; try http://',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

const distrust =
  'its certificate is not trusted; name the file of its certificate authority in the variable NODE_EXTRA_CA_CERTS';
const beforeSending = /^(UND_ERR_CONNECT_TIMEOUT|ERR_SSL_.*|ERR_TLS_.*|CERT_.*|.*_CERT|.*_SIGNATURE|.*_CERT_.*)$/;

/** Tells from what `fetch` threw why there is no answer, and whether the request can have arrived. */
export function connectFailure(error: unknown, timeoutMs: number): Failure {
  const cause = rootCause(error as Cause);
  if (cause.name === 'TimeoutError')
    return { reason: `no answer within ${timeoutMs / 1000} s`, hasReached: true, cause: error };
  const { code = '', syscall, message = 'unknown error' } = cause;
  const hasReached =
    syscall !== 'connect' && syscall !== 'getaddrinfo' && !beforeSending.test(code) && message !== 'bad port';
  return { reason: reasonOf(code, message), hasReached, cause: error };
}

function reasonOf(code: string, message: string): string {
  const known = reasons[code];
  if (known !== undefined) return known;
  if (/_CERT|_SIGNATURE|^CERT_/.test(code)) return distrust;
  return message === 'bad port' ? 'this port is reserved for another protocol' : message;
}

/** `fetch` wraps what happened; a host with several addresses gives one error for each. */
function rootCause(error: Cause): Cause {
  if (error.cause !== undefined) return rootCause(error.cause);
  return error.errors?.[0] === undefined ? error : rootCause(error.errors[0]);
}
