import { describe, expect, test } from 'vitest';
import { parseUrl } from '../../../../src/dialect/mysql/connection/url.ts';

const none = { database: null, user: null, password: null, parameters: {} };
const at = (host: string, port = 3306) => ({ host, port });

describe('a MySQL URL', () => {
  test.each([
    ['jdbc:mysql://db:3307/shop', { ...none, hosts: [at('db', 3307)], database: 'shop' }],
    ['jdbc:mysql://db', { ...none, hosts: [at('db')] }],
    ['jdbc:mysql://db/', { ...none, hosts: [at('db')] }],
    ['jdbc:mysql:///shop', { ...none, hosts: [at('localhost')], database: 'shop' }],
    ['jdbc:mariadb://a:1,b,[::1]:2/shop', { ...none, hosts: [at('a', 1), at('b'), at('::1', 2)], database: 'shop' }],
    ['jdbc:mysql://me:p%40ss:w@db/x', { ...none, hosts: [at('db')], user: 'me', password: 'p@ss:w', database: 'x' }],
    [
      'jdbc:mysql://db/x?connectionTimeZone=%2B09:00&useSSL=false&flag',
      {
        ...none,
        hosts: [at('db')],
        database: 'x',
        parameters: { connectionTimeZone: '+09:00', useSSL: 'false', flag: '' },
      },
    ],
    ['jdbc:mysql://db?a=b=c', { ...none, hosts: [at('db')], parameters: { a: 'b=c' } }],
  ])('%s is read', (url, expected) => {
    expect(parseUrl(url)).toEqual(expected);
  });

  test.each([
    ['jdbc:mysql:loadbalance://a,b/x', /loadbalance/],
    ['jdbc:mysql://(host=a,port=1)/x', /host:port/],
    ['jdbc:mysql://db:port/x', /not a host/],
    ['jdbc:mysql://db:99999/x', /not a host/],
    ['jdbc:mysql:db/x', /jdbc:mysql:\/\/host:port/],
  ])('%s is refused', (url, reason) => {
    expect(() => parseUrl(url)).toThrow(reason);
  });

  test('a password in it is in no message', () => {
    expect(() => parseUrl('jdbc:mysql://me:secret@db:port/x')).toThrow(/^(?!.*secret)/);
  });
});
