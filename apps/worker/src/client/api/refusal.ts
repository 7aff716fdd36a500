import { RefusedError } from '../errors.ts';
import type { Answer } from './http-client.ts';
import { isObject } from './lossless-json.ts';

interface Asked {
  /** What was asked for, in words that follow "Could not". */
  readonly doing: string;
  readonly path: string;
  readonly hasAuthorization: boolean;
}

/** The error for an answer other than success: the API's message, and what to do about it. */
export function refusal(answer: Answer, asked: Asked): RefusedError {
  const message = messageOf(answer);
  return new RefusedError(
    `Could not ${asked.doing}: ${message} (${answer.status} from ${answer.from})`,
    adviceFor(answer, message, asked),
    answer,
  );
}

/** The API's message, or a start of what something between the API and this command wrote. */
export function messageOf({ body, text, status, location }: Answer): string {
  if (isObject(body) && typeof body['message'] === 'string' && body['message'] !== '') return body['message'];
  if (status >= 300 && status < 400) return `it sends to ${location ?? 'another address'}`;
  const words =
    body === undefined
      ? text
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim()
      : '';
  return words === '' ? 'the answer has no message' : words.slice(0, 200);
}

type Rule = (status: number, message: string, asked: Asked) => string | null;

const rules: readonly Rule[] = [
  (status) => (status >= 300 && status < 400 ? 'Give the address that it sends to with --url.' : null),
  (status, _, { hasAuthorization }) =>
    status !== 401
      ? null
      : hasAuthorization
        ? 'Check the name and the password in --user or CAUSEWAY_USER.'
        : 'Give name and password with --user or CAUSEWAY_USER.',
  (status, message) =>
    status === 409 && message.includes('already exists') ? 'To change it, use: causeway apply -f FILE.' : null,
  (status) => (status === 409 ? 'The workers are sharing out their work; try again in a moment.' : null),
  (status, message) =>
    status === 404 && /log level/i.test(message) ? 'Levels are TRACE, DEBUG, INFO, WARN, ERROR, FATAL and OFF.' : null,
  (status, _, { path }) =>
    status === 404 && path.startsWith('/admin/')
      ? 'The loggers there are: causeway logs level. A worker with admin.listeners serves them only there: give that address with --url.'
      : null,
  (status, message) =>
    status === 404 && message.startsWith('HTTP 404')
      ? 'Either this worker is too old to know the request, or --url is not the address of a Connect REST API.'
      : null,
  (status, _, { path }) =>
    status === 404 && path.startsWith('/connector-plugins') ? 'The plugins there are: causeway plugins --all.' : null,
  (status, _, { path }) =>
    status === 404 && /\/tasks\/\d+\//.test(path) ? 'The tasks there are: causeway show NAME.' : null,
  (status, _, { path }) =>
    status === 404 && path.startsWith('/connectors') ? 'The connectors there are: causeway list.' : null,
  (status, message) =>
    status === 400 && message.includes('STOPPED state') ? 'Stop it first, with: causeway stop NAME.' : null,
  (status, message, { path }) =>
    status === 400 && message.includes('no message') && /%2F|%5C|%25/i.test(path)
      ? 'The API can not address a connector whose name has a slash, a backslash or a percent sign.'
      : null,
  (status, message) =>
    status === 500 && /timed out/i.test(message)
      ? 'The worker may still carry the request out; look with: causeway status.'
      : null,
];

function adviceFor({ status }: Answer, message: string, asked: Asked): string | null {
  for (const rule of rules) {
    const advice = rule(status, message, asked);
    if (advice !== null) return advice;
  }
  return null;
}
