import { expect, test } from 'vitest';
import { addressText, readAddresses } from '../../../src/sink/cluster/addresses.ts';

test.each([
  ['a node', ['http://a:9200'], 'http://a:9200'],
  ['a trailing slash', ['http://a:9200/'], 'http://a:9200'],
  ['a path', ['https://a/es/'], 'https://a/es'],
  ['two nodes', ['http://a:9200', 'http://b:9200'], 'http://a:9200, http://b:9200'],
  ['a node named twice', ['http://a:9200', 'http://a:9200/'], 'http://a:9200'],
  ['credentials, which are not shown', ['http://me:s%40cret@a:9200'], 'http://a:9200'],
])('reads %s', (_, urls, text) => {
  const addresses = readAddresses(urls);
  expect(addresses.problems).toEqual([]);
  expect(addressText(addresses.urls)).toBe(text);
});

test('takes credentials out of a URL', () => {
  expect(readAddresses(['http://me:s%40cret@a:9200']).credentials).toEqual({ username: 'me', password: 's@cret' });
  expect(readAddresses(['http://a:9200']).credentials).toBeNull();
});

test.each([
  ['no scheme', 'localhost:9200', 'localhost:9200'],
  ['another scheme', 'ftp://a', 'ftp://a'],
  ['no URL at all', 'a b', 'a b'],
  ['a password and a bad port', 'http://me:secret@a:port', 'http://a:port'],
  ['a password with slashes and an at sign', 'http://me:sec/r@et@a:port', 'http://a:port'],
  ['a password and no scheme', 'me:secret@a', 'a'],
])('refuses %s, without showing a password', (_, url, shown) => {
  expect(readAddresses([url]).problems).toEqual([expect.stringContaining(`"${shown}" is no URL`)]);
});

test('refuses an empty list', () => {
  expect(readAddresses([]).problems).toHaveLength(1);
});
