import { describe, expect, test } from 'vitest';
import { isSignedWith, isUsable, newSessionKey, sign } from '../../../src/herder/peers/signature.ts';
import { signatureOf } from '../../../src/herder/peers/session-keys.ts';

const key = { key: Buffer.from('Jefe').toString('base64'), algorithm: 'HmacSHA256', createdMs: 0 };
const body = Buffer.from('what do ya want for nothing?');

describe('a signature', () => {
  test('is that of RFC 4231, in base64', () => {
    expect(Buffer.from(sign(body, key, 'HmacSHA256').mac, 'base64').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test.each([
    ['HmacSHA256', true, key, body],
    ['hmacsha512', true, key, body],
    ['HmacSHA256', false, { ...key, key: 'AAAA' }, body],
    ['HmacSHA256', false, key, Buffer.from('else')],
  ])('by %s is found to be good: %s', (algorithm, isGood, otherKey, otherBody) => {
    expect(isSignedWith(otherKey, otherBody, sign(body, key, algorithm))).toBe(isGood);
  });

  test.each([
    ['nothing', {}, null],
    ['no algorithm', { 'x-connect-authorization': 'a' }, null],
    [
      'both',
      { 'x-connect-authorization': 'a', 'x-connect-request-signature-algorithm': 'HmacSHA1' },
      { mac: 'a', algorithm: 'HmacSHA1' },
    ],
  ])('is read of headers with %s', (_, headers, signature) => {
    expect(signatureOf(headers)).toEqual(signature);
  });

  test('of an unknown kind is refused', () => {
    const headers = { 'x-connect-authorization': 'a', 'x-connect-request-signature-algorithm': 'Rot13' };
    expect(() => signatureOf(headers)).toThrow('Algorithm Rot13 not available');
  });
});

describe('a key', () => {
  test.each([
    ['HmacSHA256', null, 32],
    ['HmacSHA1', null, 64],
    ['HmacSHA256', 512, 64],
  ])('for %s of %s bits has %s bytes', (algorithm, bits, bytes) => {
    expect(Buffer.from(newSessionKey(algorithm, bits, 0).key, 'base64').length).toBe(bytes);
  });

  test.each([
    ['young', true, { algorithm: 'HmacSHA256', bits: null, ttlMs: 100 }, 99],
    ['old', false, { algorithm: 'HmacSHA256', bits: null, ttlMs: 100 }, 100],
    ['of no age', true, { algorithm: 'HmacSHA256', bits: null, ttlMs: 0 }, 1e12],
    ['of another kind', false, { algorithm: 'HmacSHA512', bits: null, ttlMs: 0 }, 1],
    ['of another size', false, { algorithm: 'HmacSHA256', bits: 128, ttlMs: 0 }, 1],
  ])('that is %s may be used: %s', (_, isGood, wanted, nowMs) => {
    expect(isUsable(newSessionKey('HmacSHA256', null, 0), wanted, nowMs)).toBe(isGood);
  });
});
