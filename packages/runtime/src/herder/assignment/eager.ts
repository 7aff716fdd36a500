import { compareText, sortedConnectors, sortedTasks, type Work } from './work.ts';

/**
 * Deals everything out anew: connectors in turn, then tasks, going on with the worker that comes after the one that got the last connector.
 * Java: EagerAssignor#performTaskAssignment
 */
export function assignEagerly(members: Iterable<string>, configured: Work): Map<string, Work> {
  const shares = [...members]
    .sort(compareText)
    .map((member) => ({ member, connectors: new Set<string>(), tasks: new Set<string>() }));
  let next = 0;
  const take = () => shares[next++ % shares.length]!;
  for (const connector of sortedConnectors(configured)) take().connectors.add(connector);
  for (const task of sortedTasks(configured)) take().tasks.add(task);
  return new Map(shares.map(({ member, connectors, tasks }) => [member, { connectors, tasks }]));
}
