import type { DistributedWorkerConfig } from '../../config/distributed-config.ts';
import { hashOfMac } from '../../config/distributed-config.ts';
import type { ClusterConfig } from '../../storage/config/cluster-config.ts';
import type { SessionKey } from '../../storage/config/config-record.ts';
import { SignatureError } from './errors.ts';
import {
  algorithmHeader,
  isSignedWith,
  isUsable,
  newSessionKey,
  sign,
  type Signature,
  signatureHeader,
} from './signature.ts';

export interface SessionKeysParts {
  readonly values: DistributedWorkerConfig['values'];
  readonly config: ClusterConfig;
  /** Puts a key into the config topic. */
  readonly write: (key: SessionKey) => Promise<void>;
  readonly nowMs?: () => number;
}

/** Signs what this worker asks of others, and checks what others ask of it, with the key that the leader puts into the config topic. */
export class SessionKeys {
  readonly #parts: SessionKeysParts;
  readonly #nowMs: () => number;

  constructor(parts: SessionKeysParts) {
    this.#parts = parts;
    this.#nowMs = parts.nowMs ?? Date.now;
  }

  /** As leader: makes a key where there is none that may still be used. @returns ms until that has to be done again; null for never */
  async ensure(): Promise<number | null> {
    const { values, config, write } = this.#parts;
    const ttlMs = values['inter.worker.key.ttl.ms'];
    const wanted = {
      algorithm: values['inter.worker.key.generation.algorithm'],
      bits: values['inter.worker.key.size'],
      ttlMs,
    };
    let key = config.sessionKey;
    if (key === null || !isUsable(key, wanted, this.#nowMs())) {
      key = newSessionKey(wanted.algorithm, wanted.bits, this.#nowMs());
      await write(key);
    }
    return ttlMs === 0 ? null : Math.max(0, key.createdMs + ttlMs - this.#nowMs());
  }

  /** The headers with which a request of this body is signed; none before there is a key. */
  headers(body: Uint8Array): Record<string, string> {
    const { values, config } = this.#parts;
    if (config.sessionKey === null) return {};
    const { mac, algorithm } = sign(body, config.sessionKey, values['inter.worker.signature.algorithm']);
    return { [signatureHeader]: mac, [algorithmHeader]: algorithm };
  }

  /** @throws SignatureError if the request is not one of this cluster. Java: DistributedHerder#requestNotSignedProperly */
  check(body: Uint8Array, signature: Signature | null): void {
    const { values, config } = this.#parts;
    if (signature === null) throw new SignatureError(400, 'Internal request missing required signature');
    const accepted = values['inter.worker.verification.algorithms'];
    if (!accepted.includes(signature.algorithm)) {
      throw new SignatureError(
        400,
        `This worker does not support the '${signature.algorithm}' key signing algorithm used by other worker. ` +
          `This worker is currently configured to use: ${accepted.join(', ')}. Check that all workers' configuration files permit ` +
          'the same set of signature algorithms, and correct any misconfigured worker and restart it.',
      );
    }
    if (config.sessionKey === null) {
      throw new SignatureError(
        503,
        'This worker is still starting up and has not been able to read a session key from the config topic yet',
      );
    }
    if (!isSignedWith(config.sessionKey, body, signature)) {
      throw new SignatureError(403, 'Internal request contained invalid signature.');
    }
  }
}

/** The signature of a request, by its headers; null without one. @throws SignatureError for an algorithm that nobody knows */
export function signatureOf(headers: Readonly<Record<string, string | string[] | undefined>>): Signature | null {
  const [mac, algorithm] = [headers[signatureHeader], headers[algorithmHeader]];
  if (typeof mac !== 'string' || typeof algorithm !== 'string') return null;
  if (hashOfMac(algorithm) === null) throw new SignatureError(400, `Algorithm ${algorithm} not available`);
  return { mac, algorithm };
}
