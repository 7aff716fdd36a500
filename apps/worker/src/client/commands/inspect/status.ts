import type { Command } from 'commander';
import { apiCommand } from '../../command.ts';
import { exitCodes, RefusedError } from '../../errors.ts';
import type { Health } from '../../api/answers.ts';
import { styleOf } from '../../output/paint.ts';
import { oneLine } from '../../output/text.ts';
import { inSession, type Session } from '../../session.ts';

export const healthCommand = (): Command =>
  apiCommand('health', 'say whether the worker is healthy; exit code 1 if it is not').action(inSession(health));

async function health({ api, out }: Session): Promise<number> {
  const { isHealthy, health } = await api.health();
  out.done(`${oneLine(health.status)}: ${oneLine(health.message)}`, health);
  return isHealthy ? exitCodes.ok : exitCodes.refused;
}

export const statusCommand = (): Command =>
  apiCommand(
    'status',
    'show version and health of the worker, and how many connectors and tasks are in which state',
  ).action(inSession(status));

interface Counts {
  readonly connectors: Record<string, number>;
  readonly tasks: Record<string, number>;
  /** Names of connectors, and of tasks as name-number. */
  readonly failed: string[];
}

async function status(session: Session): Promise<undefined> {
  const { api, out } = session;
  const root = await api.root();
  const health = await healthOf(session);
  const counts = await countStates(session);
  if (out.isJson) {
    out.json({ ...root, health, ...counts });
    return;
  }
  const heading = (title: string): string => out.paint('bold', title.padEnd(13));
  out.line(`${heading('Version')}  ${oneLine(root.version)}`);
  out.line(`${heading('Kafka cluster')}  ${oneLine(root.kafka_cluster_id)}`);
  out.line(`${heading('Health')}  ${health === null ? 'this worker does not tell' : oneLine(health.status)}`);
  for (const what of ['connectors', 'tasks'] as const) {
    const states = Object.entries(counts[what]).map(([state, count]) =>
      out.paint(styleOf(state), `${count} ${oneLine(state)}`),
    );
    out.line(`${heading(what === 'tasks' ? 'Tasks' : 'Connectors')}  ${states.length === 0 ? '0' : states.join(', ')}`);
  }
  if (counts.failed.length > 0) out.line(`${heading('Failed')}  ${counts.failed.map(oneLine).join(', ')}`);
}

/** null for a worker of before 4.1, which has no such request. */
async function healthOf({ api }: Session): Promise<Health | null> {
  try {
    return (await api.health()).health;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return null;
    throw error;
  }
}

async function countStates({ api }: Session): Promise<Counts> {
  const counts: Counts = { connectors: {}, tasks: {}, failed: [] };
  const count = (states: Record<string, number>, state: string, name: string): void => {
    states[state] = (states[state] ?? 0) + 1;
    if (state === 'FAILED') counts.failed.push(name);
  };
  for (const [name, { status }] of Object.entries(await api.expandedConnectors())) {
    if (status === undefined) continue;
    count(counts.connectors, status.connector.state, name);
    for (const task of status.tasks) count(counts.tasks, task.state, `${name}-${task.id}`);
  }
  return counts;
}
