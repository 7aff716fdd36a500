import { taskName, type TaskId } from '../../config/task-id.ts';

/** Connectors, and tasks by the names that they have in logs (`orders-0`): what there is to run, or what a worker runs. */
export interface Work {
  readonly connectors: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
}

export const noWork: Work = { connectors: new Set(), tasks: new Set() };

export function workOf(connectors: Iterable<string>, tasks: Iterable<TaskId>): Work {
  return { connectors: new Set(connectors), tasks: new Set([...tasks].map(taskName)) };
}

/** The number after the last dash is the task's; a connector's name may hold dashes. */
export function taskIdOf(name: string): TaskId {
  const dash = name.lastIndexOf('-');
  return { connector: name.slice(0, dash), task: Number(name.slice(dash + 1)) };
}

export const sizeOf = ({ connectors, tasks }: Work): number => connectors.size + tasks.size;

export const isNothing = (work: Work): boolean => sizeOf(work) === 0;

export function union(parts: Iterable<Work>): Work {
  const connectors = new Set<string>();
  const tasks = new Set<string>();
  for (const part of parts) {
    for (const connector of part.connectors) connectors.add(connector);
    for (const task of part.tasks) tasks.add(task);
  }
  return { connectors, tasks };
}

/** `work` without what any of the others has. */
export function without(work: Work, ...others: readonly Work[]): Work {
  const connectors = new Set(work.connectors);
  const tasks = new Set(work.tasks);
  for (const other of others) {
    for (const connector of other.connectors) connectors.delete(connector);
    for (const task of other.tasks) tasks.delete(task);
  }
  return { connectors, tasks };
}

export function common(a: Work, b: Work): Work {
  return { connectors: inBoth(a.connectors, b.connectors), tasks: inBoth(a.tasks, b.tasks) };
}

function inBoth(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a].filter((item) => b.has(item)));
}

export const sortedConnectors = ({ connectors }: Work): string[] => [...connectors].sort(compareText);

/** By connector, then by number. */
export function sortedTasks({ tasks }: Work): string[] {
  const ids = [...tasks].map(taskIdOf);
  ids.sort((a, b) => compareText(a.connector, b.connector) || a.task - b.task);
  return ids.map(taskName);
}

/** As Java compares strings. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
