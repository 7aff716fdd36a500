import { ConfigError, DataError, RetriableError } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { unreachable } from '../../src/client/errors.ts';
import { classify } from '../../src/index.ts';

const failure = (status: number, errorCode: number, reason: string) =>
  classify({ doing: 'looking up schema id 7 of topic orders', url: 'http://registry:8081', status, errorCode, reason });

describe("the registry's answers become errors", () => {
  test.each([
    [
      'an unknown schema id',
      404,
      40403,
      'Schema not found',
      DataError,
      'has no such schema, while looking up schema id 7 of topic orders: Schema not found (404, error code 40403)',
    ],
    ['an unknown subject', 404, 40401, 'Subject not found.', DataError, 'no such subject or version'],
    ['an unknown version', 404, 40402, 'Version not found.', DataError, 'no such subject or version'],
    ['a path that is no registry', 404, 0, 'HTTP status 404', ConfigError, 'Check the path in schema.registry.url'],
    [
      'an incompatible schema',
      409,
      409,
      'READER_FIELD_MISSING_DEFAULT_VALUE',
      DataError,
      'incompatible with earlier ones of its subject, while looking up schema id 7 of topic orders: READER_FIELD_MISSING_DEFAULT_VALUE (409)',
    ],
    ['an invalid schema', 422, 42201, 'Invalid schema', DataError, 'refused the schema as invalid'],
    ['refused credentials', 401, 401, 'Unauthorized', ConfigError, 'Check basic.auth.credentials.source'],
    ['a user without the right', 403, 40301, 'Forbidden', ConfigError, 'auto.register.schemas=false'],
    ['an overloaded registry', 429, 429, 'Too many requests', RetriableError, "can't answer now"],
    ['a timeout in the registry', 408, 408, '', RetriableError, 'no reason given (408)'],
    ['a broken registry', 500, 50001, 'Error in the backend data store', RetriableError, "can't answer now"],
    ['a proxy without the registry', 503, 0, 'HTTP status 503', RetriableError, "can't answer now"],
    ['any other refusal', 400, 400, 'Bad request', DataError, 'refused the request'],
  ])('%s', (_, status, code, reason, type, text) => {
    const error = failure(status, code, reason);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain(text);
    expect(error.message).toContain('http://registry:8081');
  });

  test('unreachable addresses are all named, with what was wrong', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const error = unreachable('registering', [
      { url: 'http://a:1', error: refused },
      { url: 'http://b:2', error: new Error('socket hang up') },
    ]);
    expect(error).toBeInstanceOf(RetriableError);
    expect(error.message).toContain('http://a:1 (ECONNREFUSED), http://b:2 (socket hang up)');
  });
});
