import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ConnectError } from '@causeway/api';
import { hashOfMac } from '../../config/distributed-config.ts';
import type { SessionKey } from '../../storage/config/config-record.ts';

/** With which one worker shows another that it belongs to the cluster. */
export interface Signature {
  /** As Java calls it: `HmacSHA256`. */
  readonly algorithm: string;
  /** In base64. */
  readonly mac: string;
}

export const signatureHeader = 'x-connect-authorization';
export const algorithmHeader = 'x-connect-request-signature-algorithm';

/** Signs the bytes of a request's body; no body is no bytes. @throws ConnectError for an unknown algorithm */
export function sign(body: Uint8Array, key: SessionKey, algorithm: string): Signature {
  return { algorithm, mac: macOf(body, key, algorithm).toString('base64') };
}

/** @throws ConnectError for an unknown algorithm */
export function isSignedWith(key: SessionKey, body: Uint8Array, { algorithm, mac }: Signature): boolean {
  const expected = macOf(body, key, algorithm);
  const given = Buffer.from(mac, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function macOf(body: Uint8Array, { key }: SessionKey, algorithm: string): Buffer {
  const hash = hashOfMac(algorithm);
  if (hash === null) throw new ConnectError(`Algorithm ${algorithm} not available`);
  return createHmac(hash, Buffer.from(key, 'base64')).update(body).digest();
}

/** Bytes of a key of Java's generators where no size is asked for. */
const defaultBytes: Readonly<Record<string, number>> = {
  md5: 64,
  sha1: 64,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  'sha512-224': 28,
  'sha512-256': 32,
};

export function newSessionKey(algorithm: string, bits: number | null, nowMs: number): SessionKey {
  return { key: randomBytes(keyBytes(algorithm, bits)).toString('base64'), algorithm, createdMs: nowMs };
}

/** Of the right kind and not too old. @param ttlMs 0 for a key that does not grow old */
export function isUsable(
  key: SessionKey,
  wanted: { readonly algorithm: string; readonly bits: number | null; readonly ttlMs: number },
  nowMs: number,
): boolean {
  const isYoung = wanted.ttlMs === 0 || nowMs < key.createdMs + wanted.ttlMs;
  const bytes = Buffer.from(key.key, 'base64').length;
  return isYoung && key.algorithm === wanted.algorithm && bytes === keyBytes(wanted.algorithm, wanted.bits);
}

const keyBytes = (algorithm: string, bits: number | null): number =>
  bits === null ? (defaultBytes[hashOfMac(algorithm) ?? ''] ?? 32) : Math.ceil(bits / 8);
