import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectError } from '@causeway/api';
import type { Properties } from '../../storage/config/config-record.ts';
import { messageOf, type PeerAnswer, type PeerRequest } from './peer-request.ts';
import type { SessionKeys } from './session-keys.ts';

const keyPatienceMs = 60_000;
const keyRetryMs = 250;

export interface TasksForLeader {
  /** Null where it is not known. */
  readonly leaderUrl: string | null;
  readonly connector: string;
  readonly tasks: readonly Properties[];
}

export interface LeaderClientParts {
  readonly keys: SessionKeys;
  /** Ends what waits. */
  readonly signal: AbortSignal;
  readonly ask: (request: PeerRequest) => Promise<PeerAnswer>;
}

/**
 * Asks the leader to write the settings of a connector's tasks. While keys change hands the leader may refuse the signature: that is tried
 * again for a minute. @throws ConnectError
 */
export async function postTasks(
  { leaderUrl, connector, tasks }: TasksForLeader,
  { keys, signal, ask }: LeaderClientParts,
): Promise<void> {
  if (leaderUrl === null || leaderUrl === '') {
    throw new ConnectError(`The worker that leads the group is not known: it has to write the tasks of ${connector}`);
  }
  const url = new URL(`connectors/${encodeURIComponent(connector)}/tasks`, leaderUrl).href;
  const body = Buffer.from(JSON.stringify(tasks));
  const deadline = Date.now() + keyPatienceMs;
  for (;;) {
    const answer = await ask({ url, method: 'POST', body, headers: keys.headers(body) });
    if (answer.status < 300) return;
    if (answer.status !== 403 || Date.now() > deadline) {
      throw new ConnectError(
        `The leader at ${leaderUrl} did not write the tasks of ${connector}: ${messageOf(answer)} (${answer.status})`,
      );
    }
    await sleep(keyRetryMs, undefined, { signal });
  }
}
