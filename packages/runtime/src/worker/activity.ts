/** On whose account a task thread runs plugin code. */
export interface Owner {
  readonly kind: 'task' | 'connector' | 'request';
  /** `name-0` of a task, the name of a connector, or what a request does in words. */
  readonly name: string;
}

/** What a thread is doing; `call` is the method of the plugin, null where it is a transformation or converter. */
export interface Activity {
  readonly owner: Owner;
  readonly call: string | null;
}

/** Name of the global function of a task thread that tells its activity, for a debugger that has stopped it. */
export const activitySymbol = '@causeway/runtime/activity';

/** Room for the activity as text, behind its length. */
const boardBytes = 2_048;

/** Memory that a thread and the main thread share: what is written here can be read while the thread is stuck. */
export class SharedBoard {
  readonly memory: SharedArrayBuffer;
  readonly #length: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(boardBytes)) {
    this.memory = memory;
    this.#length = new Int32Array(memory, 0, 1);
    this.#bytes = new Uint8Array(memory, 4);
  }

  /** Shows an activity as `encode` made it; null is none. */
  show(encoded: Uint8Array | null): void {
    if (encoded !== null) this.#bytes.set(encoded);
    this.#length[0] = encoded?.length ?? 0;
  }

  read(): Activity | null {
    const length = Atomics.load(this.#length, 0);
    return length === 0 ? null : decode(Buffer.from(this.#bytes.slice(0, length)).toString());
  }
}

/** What does not fit is not shown. */
export function encode(activity: Activity): Uint8Array | null {
  const bytes = Buffer.from(JSON.stringify(activity));
  return bytes.length > boardBytes - 4 ? null : bytes;
}

/** Written by another thread that may be in any state: whatever is no activity is none. */
export function decode(text: unknown): Activity | null {
  if (typeof text !== 'string') return null;
  try {
    const activity = JSON.parse(text) as Partial<Activity> | null;
    return activity?.owner === undefined ? null : (activity as Activity);
  } catch {
    return null;
  }
}
