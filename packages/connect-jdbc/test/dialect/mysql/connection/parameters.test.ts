import { describe, expect, test } from 'vitest';
import { readParameters } from '../../../../src/dialect/mysql/connection/parameters.ts';

describe('parameters of the driver', () => {
  test.each([
    ['nothing', {}, { tls: 'PREFERRED', zeroDates: 'EXCEPTION', isYearDate: true, sessionTimeZone: null, ignored: [] }],
    ['sslMode', { sslMode: 'verify_ca' }, { tls: 'VERIFY_CA' }],
    ['useSSL=false', { useSSL: 'false' }, { tls: 'DISABLED' }],
    ['requireSSL', { useSSL: 'true', requireSSL: 'true' }, { tls: 'REQUIRED' }],
    ['verifyServerCertificate', { verifyServerCertificate: 'true' }, { tls: 'VERIFY_CA' }],
    [
      'the old spelling of zeroDateTimeBehavior',
      { zeroDateTimeBehavior: 'convertToNull' },
      { zeroDates: 'CONVERT_TO_NULL' },
    ],
    ['names in other case', { ZERODATETIMEBEHAVIOR: 'ROUND' }, { zeroDates: 'ROUND' }],
    ['a zone for the driver alone', { serverTimezone: 'Asia/Tokyo' }, { sessionTimeZone: null }],
    [
      'a zone forced on the session',
      { connectionTimeZone: '+09:00', forceConnectionTimeZoneToSession: 'true' },
      { sessionTimeZone: '+09:00' },
    ],
    ['session variables', { sessionVariables: "a=1,b='x,y';c=2" }, { sessionVariables: ['a=1', "b='x,y'", 'c=2'] }],
    ['what has no effect', { cachePrepStmts: 'true', allowPublicKeyRetrieval: 'true' }, { ignored: [] }],
    ['what is not known', { socketFactory: 'x', Proxy: 'y' }, { ignored: ['socketFactory', 'Proxy'] }],
  ])('%s is read', (_what, given, expected) => {
    expect(readParameters(given)).toMatchObject(expected);
  });

  test.each([
    [{ zeroDateTimeBehavior: 'never' }, /zeroDateTimeBehavior=never.*CONVERT_TO_NULL/],
    [{ tinyInt1isBit: 'maybe' }, /tinyInt1isBit=maybe.*true or false/],
    [{ connectTimeout: '1s' }, /connectTimeout=1s.*milliseconds/],
    [{ sslMode: 'on' }, /sslMode=on/],
    [{ trustCertificateKeyStoreUrl: 'file:///nowhere/at/all' }, /can't be read/],
  ])('%j is refused', (given, reason) => {
    expect(() => readParameters(given as Record<string, string>)).toThrow(reason);
  });
});
