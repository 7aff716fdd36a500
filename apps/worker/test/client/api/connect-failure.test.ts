import { describe, expect, test } from 'vitest';
import { connectFailure } from '../../../src/client/api/connect-failure.ts';

const coded = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`what ${code} says`), { code, syscall });
const wrapped = (cause: Error): Error => new TypeError('fetch failed', { cause });

describe('a failure of fetch', () => {
  test.each<[what: string, error: Error, reason: RegExp, hasReached: boolean]>([
    ['a port that is closed', coded('ECONNREFUSED', 'connect'), /^nobody listens there$/, false],
    ['a name that nobody knows', coded('ENOTFOUND', 'getaddrinfo'), /^its name is unknown$/, false],
    ['a network that leads nowhere', coded('ENETUNREACH', 'connect'), /^what ENETUNREACH says$/, false],
    ['a connection that takes too long', coded('UND_ERR_CONNECT_TIMEOUT'), /too long to connect/, false],
    ['a certificate that is not trusted', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), /NODE_EXTRA_CA_CERTS/, false],
    ['a chain that is not trusted', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), /NODE_EXTRA_CA_CERTS/, false],
    ['a certificate of another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), /for another host/, false],
    ['a certificate that is too old', coded('CERT_HAS_EXPIRED'), /expired/, false],
    ['a connection that broke', coded('UND_ERR_SOCKET'), /the connection broke/, true],
    ['a connection that was reset', coded('ECONNRESET', 'read'), /the connection broke/, true],
    [
      'a host with two addresses',
      new AggregateError([coded('ECONNREFUSED', 'connect'), coded('ECONNREFUSED', 'connect')]),
      /^nobody listens there$/,
      false,
    ],
  ])('for %s is put in words', (_, cause, reason, hasReached) => {
    const failure = connectFailure(wrapped(cause), 1_000);
    expect(failure.reason).toMatch(reason);
    expect(failure.hasReached).toBe(hasReached);
  });
});
