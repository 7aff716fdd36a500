import { ConfigError, type ConnectError, DataError, RetriableError } from '@causeway/api';

/** What the registry answered where it did not do as asked. */
export interface RegistryFailure {
  /** What was being done, to follow "while": `looking up schema id 7 of topic orders`. */
  readonly doing: string;
  /** Without credentials. */
  readonly url: string;
  readonly status: number;
  /** `error_code` of the answer: the status, often with two more digits; 0 without. */
  readonly errorCode: number;
  /** `message` of the answer. */
  readonly reason: string;
}

const subjectNotFound = 40401;
const versionNotFound = 40402;
const schemaNotFound = 40403;

/** May another address, or the same one later, do better? Java: RestService#isRestClientExceptionRetriable, and the rest of the 5xx */
export const isRetriableStatus = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** The one place where answers of a registry become errors. */
export function classify(failure: RegistryFailure): ConnectError {
  const { doing, url, status, errorCode, reason } = failure;
  const head = `The schema registry at ${url}`;
  const answer = `${reason === '' ? 'no reason given' : sentence(reason)} (${status}${errorCode > 0 && errorCode !== status ? `, error code ${errorCode}` : ''})`;
  if (isRetriableStatus(status))
    return new RetriableError(`${head} can't answer now, while ${doing}: ${answer}`, { code: 'ERR_REGISTRY_BUSY' });
  switch (status) {
    case 401:
      return new ConfigError(
        `${head} refused the credentials while ${doing}: ${answer}. Check basic.auth.credentials.source (USER_INFO goes with basic.auth.user.info, URL with a user in schema.registry.url) or bearer.auth.credentials.source and bearer.auth.token`,
        { code: 'ERR_REGISTRY_CREDENTIALS' },
      );
    case 403:
      return new ConfigError(
        `${head} does not allow this user to do that, while ${doing}: ${answer}. Give the user of basic.auth.user.info or bearer.auth.token the right to, or set auto.register.schemas=false where it may only read`,
        { code: 'ERR_REGISTRY_FORBIDDEN' },
      );
    case 404:
      return notFound(failure, head, answer);
    case 409:
      return new DataError(
        `${head} refused the schema as incompatible with earlier ones of its subject, while ${doing}: ${answer}. Change the schema in a compatible way, or the compatibility level of the subject`,
        { code: 'ERR_SCHEMA_INCOMPATIBLE' },
      );
    case 422:
      return new DataError(`${head} refused the schema as invalid, while ${doing}: ${answer}`, {
        code: 'ERR_SCHEMA_INVALID',
      });
    default:
      return new DataError(`${head} refused the request while ${doing}: ${answer}`, { code: 'ERR_REGISTRY_REFUSED' });
  }
}

function notFound({ doing, errorCode }: RegistryFailure, head: string, answer: string): ConnectError {
  if (errorCode === schemaNotFound)
    return new DataError(`${head} has no such schema, while ${doing}: ${answer}`, { code: 'ERR_SCHEMA_NOT_FOUND' });
  if (errorCode === subjectNotFound || errorCode === versionNotFound)
    return new DataError(`${head} has no such subject or version, while ${doing}: ${answer}`, {
      code: 'ERR_SCHEMA_NOT_FOUND',
    });
  return new ConfigError(
    `There seems to be no schema registry at ${head.slice('The schema registry at '.length)}, while ${doing}: ${answer}. Check the path in schema.registry.url`,
    { code: 'ERR_REGISTRY_NOT_FOUND' },
  );
}

/** No address answered. `causes` say why, one an address. */
export function unreachable(
  doing: string,
  causes: readonly { readonly url: string; readonly error: Error }[],
): RetriableError {
  const list = causes.map(({ url, error }) => `${url} (${describe(error)})`).join(', ');
  return new RetriableError(
    `The schema registry can't be reached while ${doing}: ${list}. Check ${causes.some(({ error }) => isCertificateError(error)) ? certificateHint : 'schema.registry.url and that the registry runs'}`,
    { cause: causes.at(-1)?.error, code: 'ERR_REGISTRY_UNREACHABLE' },
  );
}

const certificateHint =
  "the registry's certificate: it must be issued by one of schema.registry.ssl.truststore.location, and for the name in schema.registry.url";

const isCertificateError = (error: Error): boolean =>
  /CERT|LEAF_SIGNATURE/.test(String((error as { code?: unknown }).code));

/** Such as `ECONNREFUSED`; messages of network errors may be empty, or hold more than one wants. */
function describe(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name === 'TimeoutError' ? 'no answer in time' : error.message;
}

const sentence = (reason: string): string => reason.trim().replace(/\.$/, '');
