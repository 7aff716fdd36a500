import type { LostThread } from '../worker/worker.ts';

/** What of a connector went down with a thread. */
export interface Lost {
  readonly withConnector: boolean;
  readonly tasks: readonly number[];
}

/** What a lost thread means for one connector. */
export interface Loss {
  readonly connector: string;
  /** To blame for it, or perhaps to blame. */
  readonly failed: Lost | null;
  /** Was only in the same thread. */
  readonly innocent: Lost | null;
}

/** Shares out the blame: to the one who is known to have done it, or to everybody in the thread where nobody is known. */
export function lossesOf({ connectors, tasks, culprit }: LostThread): Loss[] {
  const isBlamed = (connector: string, task: number | null): boolean =>
    culprit === null || (culprit !== 'none of these' && culprit.connector === connector && culprit.task === task);
  const names = [...new Set([...connectors, ...tasks.map((t) => t.connector)])];
  return names.map((connector) => {
    const isHere = connectors.includes(connector);
    const own = tasks.filter((t) => t.connector === connector).map((t) => t.task);
    const part = (blamed: boolean): Lost | null => {
      const lost = {
        withConnector: isHere && isBlamed(connector, null) === blamed,
        tasks: own.filter((task) => isBlamed(connector, task) === blamed),
      };
      return lost.withConnector || lost.tasks.length > 0 ? lost : null;
    };
    return { connector, failed: part(true), innocent: part(false) };
  });
}
