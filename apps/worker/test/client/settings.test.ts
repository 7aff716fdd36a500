import { describe, expect, test } from 'vitest';
import { apiSettings } from '../../src/client/settings.ts';

const basic = (user: string): string => `Basic ${Buffer.from(user).toString('base64')}`;
const address = (url: string, authorization: string | null = null) => ({ url, authorization });

describe('the addresses of --url', () => {
  test.each<[what: string, url: string, addresses: object[]]>([
    ['one address', 'http://localhost:8083', [address('http://localhost:8083')]],
    ['a slash at the end', 'http://a:8083/', [address('http://a:8083')]],
    ['a path that a proxy needs', 'https://gateway/connect/', [address('https://gateway/connect')]],
    ['no scheme', 'worker1:8083', [address('http://worker1:8083')]],
    ['IPv6', 'http://[::1]:8083', [address('http://[::1]:8083')]],
    ['several with blanks', 'http://a:1, http://b:2 ,', [address('http://a:1'), address('http://b:2')]],
    ['name and password inside', 'http://me:p%40ss@a:1', [address('http://a:1', basic('me:p@ss'))]],
    ['a password that is not well encoded', 'http://me:100%@a:1', [address('http://a:1', basic('me:100%'))]],
  ])('can have %s', (_, url, addresses) => {
    expect(apiSettings({ url, timeout: '1' }).addresses).toEqual(addresses);
  });

  test.each<[what: string, url: string, says: RegExp]>([
    ['nothing', '', /--url holds no address/],
    ['commas alone', ' , ', /--url holds no address/],
    ['another scheme', 'ftp://a', /--url ftp:\/\/a: it begins with neither http/],
    ['a query', 'http://a?x=1', /it has a query/],
    ['no host', 'http://', /it is no address/],
  ])('can not be %s', (_, url, says) => {
    expect(() => apiSettings({ url, timeout: '1' })).toThrow(says);
  });

  test('are shown without their password when they are wrong', () => {
    expect(() => apiSettings({ url: 'ftp://me:hush@a', timeout: '1' })).toThrow(/^(?!.*hush).*--url ftp:\/\/a:/);
  });
});

describe('--user', () => {
  test('goes to all addresses, before what they hold themselves', () => {
    const { addresses } = apiSettings({ url: 'http://x:y@a,http://b', user: 'me:a:ü', timeout: '1' });
    expect(addresses.map((one) => one.authorization)).toEqual([basic('me:a:ü'), basic('me:a:ü')]);
  });

  test('that is empty is none', () => {
    expect(apiSettings({ url: 'http://a', user: '', timeout: '1' }).addresses[0]?.authorization).toBeNull();
  });

  test('without a colon is refused, and not shown', () => {
    expect(() => apiSettings({ url: 'http://a', user: 'hush', timeout: '1' })).toThrow(/^(?!.*hush).*has no colon/);
  });
});

describe('--timeout', () => {
  test.each([
    ['1', 1000],
    ['0.25', 250],
    ['100', 100_000],
  ])('of %s s is %d ms', (timeout, ms) => {
    expect(apiSettings({ url: 'http://a', timeout }).timeoutMs).toBe(ms);
  });

  test.each(['0', '-1', 'x', '', '1e3', '9999999999'])('can not be "%s"', (timeout) => {
    expect(() => apiSettings({ url: 'http://a', timeout })).toThrow(/no number of seconds above 0/);
  });
});
