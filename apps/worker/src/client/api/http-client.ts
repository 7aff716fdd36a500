import { UnreachableError } from '../errors.ts';
import type { Address, ApiSettings } from '../settings.ts';
import { connectFailure, type Failure } from './connect-failure.ts';
import { parseJson } from './lossless-json.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query; names in it are encoded. */
  readonly path: string;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  /** The JSON of the answer; null where it is empty, undefined where it is something else. */
  readonly body: unknown;
  readonly text: string;
  /** The address that answered. */
  readonly from: string;
  /** Where the answer sends the client to; null as a rule. */
  readonly location: string | null;
}

/** Sends requests to the first address that answers, and keeps to it. */
export class HttpClient {
  readonly #timeoutMs: number;
  /** The one that answered last comes first. */
  #addresses: readonly Address[];

  constructor({ addresses, timeoutMs }: ApiSettings) {
    this.#addresses = addresses;
    this.#timeoutMs = timeoutMs;
  }

  get hasAuthorization(): boolean {
    return this.#addresses.some(({ authorization }) => authorization !== null);
  }

  /**
   * Any answer of the API, be it a success or not. A request that changes something is given to the next address only if it can't have
   * reached the one before.
   * @throws UnreachableError if none answers
   */
  async send(request: Request): Promise<Answer> {
    const failures: string[] = [];
    for (const address of this.#addresses) {
      const result = await this.#sendTo(address, request);
      if ('status' in result) {
        this.#addresses = [address, ...this.#addresses.filter((other) => other !== address)];
        return result;
      }
      failures.push(`${address.url} (${result.reason})`);
      if (!result.hasReached || request.method === 'GET') continue;
      throw new UnreachableError(
        `${address.url} took the request ${request.method} ${request.path}, but gave no answer: ${result.reason}`,
        'It is not known whether the request was carried out; look with: causeway show NAME.',
        result.cause,
      );
    }
    throw new UnreachableError(
      `No Connect REST API answers at ${failures.join(', ')}`,
      'Check that the worker runs, and give its address with --url or CAUSEWAY_URL.',
    );
  }

  async #sendTo({ url, authorization }: Address, { method, path, body }: Request): Promise<Answer | Failure> {
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(authorization === null ? {} : { authorization }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual', // a password goes to the address it was given for, and nowhere else
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      const text = await response.text();
      return answerOf(response, text, url);
    } catch (error) {
      return connectFailure(error, this.#timeoutMs);
    }
  }
}

/** A gateway's own page says that the API behind it was not reached; a page in place of a success, that this is no Connect REST API. */
function answerOf({ status, headers }: Response, text: string, from: string): Answer | Failure {
  const body = bodyOf(text);
  if (body === undefined && (status === 502 || status === 503 || status === 504))
    return { reason: `a gateway answered with ${status}`, hasReached: status !== 503, cause: undefined };
  if (body === undefined && status < 300)
    return { reason: 'the answer is no JSON, so something else listens there', hasReached: true, cause: undefined };
  return { status, body, text, from, location: headers.get('location') };
}

function bodyOf(text: string): unknown {
  if (text === '') return null;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
