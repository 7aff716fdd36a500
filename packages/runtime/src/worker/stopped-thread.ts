import type { Worker as Thread } from 'node:worker_threads';
import type { Session } from 'node:inspector/promises';
import { within } from '../tasks/wait.ts';
import { type Activity, activitySymbol, decode } from './activity.ts';

/** What a thread that does not answer is found at. */
export interface Whereabouts {
  readonly activity: Activity | null;
  /** Function and place of the innermost code that comes from a file. */
  readonly at: string | null;
}

/** A thread stuck in JavaScript stops within milliseconds; one that waits for the operating system does not stop at all. */
const patienceMs = 2_000;

/** Stops a thread with the debugger, looks what it is at, and lets it go on. Null where it can't be stopped. */
export async function whereaboutsOf(thread: Thread): Promise<Whereabouts | null> {
  try {
    const { Session: Debugger } = await import('node:inspector/promises');
    const session = new Debugger();
    session.connect();
    try {
      return (await within(patienceMs, look(session, thread.threadId)))?.value ?? null;
    } finally {
      session.disconnect();
    }
  } catch {
    return null; // a Node without debugger, or one that may not be used
  }
}

interface CallFrame {
  readonly functionName: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber?: number };
}

async function look(session: Session, threadId: number): Promise<Whereabouts> {
  const remote = new RemoteSession(session);
  await remote.attach(threadId);
  const paused = remote.next<{ callFrames: readonly CallFrame[] }>('Debugger.paused');
  await remote.post('Debugger.enable');
  await remote.post('Debugger.pause');
  const { callFrames } = await paused;
  const expression = `globalThis[Symbol.for(${JSON.stringify(activitySymbol)})]?.()`;
  const answer = (await remote.post('Runtime.evaluate', { expression })) as { result?: { value?: unknown } };
  // a thread that stands in the debugger can't be ended
  await remote.post('Debugger.resume');
  return { activity: decode(answer.result?.value), at: placeOf(callFrames, remote.files) };
}

function placeOf(frames: readonly CallFrame[], files: ReadonlyMap<string, string>): string | null {
  for (const { functionName, location } of frames) {
    const file = files.get(location.scriptId);
    if (file === undefined) continue;
    const place = `${file}:${location.lineNumber + 1}:${(location.columnNumber ?? 0) + 1}`;
    return functionName === '' ? place : `${functionName} (${place})`;
  }
  return null;
}

/** The debugger of another thread of this process, reached through that of the main thread. */
class RemoteSession {
  /** Scripts that come from files, by id. */
  readonly files = new Map<string, string>();
  readonly #session: Session;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #events = new Map<string, (params: never) => void>();
  #sessionId = '';
  #nextId = 1;

  constructor(session: Session) {
    this.#session = session;
  }

  async attach(threadId: number): Promise<void> {
    const attached = Promise.withResolvers<string>();
    this.#session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      // the id of a worker is the debugger's own; only its title holds that of the thread
      if (workerInfo.title.startsWith(`[worker ${threadId}]`)) attached.resolve(sessionId);
    });
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      if (params.sessionId === this.#sessionId) this.#receive(params.message);
    });
    await this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    this.#sessionId = await attached.promise;
  }

  async post(method: string, params: object = {}): Promise<unknown> {
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve) => this.#answers.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this.#session.post('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId, message });
    return answer;
  }

  next<T>(event: string): Promise<T> {
    return new Promise((resolve) => this.#events.set(event, resolve));
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as Received;
    if (message.id !== undefined) this.#answers.get(message.id)?.(message.result);
    else if (message.method === 'Debugger.scriptParsed') this.#note(message.params as Script);
    else if (message.method !== undefined) this.#events.get(message.method)?.(message.params as never);
  }

  #note({ scriptId, url }: Script): void {
    if (url.startsWith('file:')) this.files.set(scriptId, url);
  }
}

interface Received {
  readonly id?: number;
  readonly result?: unknown;
  readonly method?: string;
  readonly params?: unknown;
}

interface Script {
  readonly scriptId: string;
  readonly url: string;
}
