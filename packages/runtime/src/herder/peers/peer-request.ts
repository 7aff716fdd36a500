import { ConnectError } from '@causeway/api';

export interface PeerRequest {
  readonly url: string;
  readonly method: string;
  /** As it came, byte for byte; null for none. */
  readonly body: Uint8Array | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PeerAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly contentType: string | null;
  readonly body: Buffer;
}

/** As long as a client of ours would wait. */
const timeoutMs = 90_000;

/** Asks another worker. @throws ConnectError if it can't be reached or does not answer. Java: RestClient */
export async function askPeer(request: PeerRequest): Promise<PeerAnswer> {
  try {
    return await ask(request);
  } catch (cause) {
    const { message, cause: reason } = cause as Error;
    const why = reason instanceof Error ? reason.message : message;
    throw new ConnectError(`${request.method} ${request.url}: that worker did not answer: ${why}`, { cause });
  }
}

async function ask({ url, method, body, headers = {} }: PeerRequest): Promise<PeerAnswer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      accept: 'application/json',
      'user-agent': 'kafka-connect',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === null ? {} : { body: Buffer.from(body) }),
  });
  return {
    status: response.status,
    location: response.headers.get('location'),
    contentType: response.headers.get('content-type'),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** What an error answer says; its text where it is none of Connect's. */
export function messageOf({ status, body }: PeerAnswer): string {
  try {
    const { message } = JSON.parse(body.toString()) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // no JSON
  }
  return `HTTP ${status}`;
}
