import { setTimeout as sleep } from 'node:timers/promises';

/** Until the condition holds. @throws with `what` after so long that it never will */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await sleep(20);
  }
}

/** Until the count has not changed for a while: that nothing more comes can't be seen any other way. */
export async function settled(count: () => number, quietMs: number): Promise<void> {
  let last = count();
  let since = Date.now();
  await until('nothing more comes', () => {
    if (count() !== last) {
      last = count();
      since = Date.now();
    }
    return Date.now() - since >= quietMs;
  });
}
