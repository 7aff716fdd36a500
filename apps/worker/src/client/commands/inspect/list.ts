import type { Command } from 'commander';
import type { ConnectorStatus, ExpandedConnector } from '../../api/answers.ts';
import { apiCommand } from '../../command.ts';
import { styleOf } from '../../output/paint.ts';
import type { Cell } from '../../output/table.ts';
import { oneLine } from '../../output/text.ts';
import type { SecretKeeper } from '../../secrets/secret-keeper.ts';
import { inSession, type Session } from '../../session.ts';

export const listCommand = (): Command =>
  apiCommand('list', 'list the connectors')
    .option('--expand', 'with type, state, tasks and class of each')
    .action(
      inSession((session, { expand }: { expand?: true }) => (expand === true ? expanded(session) : names(session))),
    );

async function names({ api, out }: Session): Promise<undefined> {
  const all = await api.connectors();
  if (out.isJson) out.json(all);
  else for (const name of all.toSorted()) out.line(oneLine(name));
}

async function expanded({ api, out, secrets }: Session): Promise<undefined> {
  const all = await api.expandedConnectors();
  if (out.isJson) {
    out.json(await maskAll(all, secrets));
    return;
  }
  const rows = Object.entries(all)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { info, status }]): Cell[] => {
      const state = status?.connector.state ?? 'unknown';
      const type = info?.type ?? status?.type ?? '';
      return [
        name,
        type,
        { text: state, style: styleOf(state) },
        taskStates(status),
        info?.config['connector.class'] ?? '',
      ];
    });
  out.table(['NAME', 'TYPE', 'STATE', 'TASKS', 'CLASS'], rows);
}

/** `2 RUNNING, 1 FAILED`, in the colour of the worst. */
export function taskStates(status: ConnectorStatus | undefined): Cell {
  const counts = new Map<string, number>();
  for (const { state } of status?.tasks ?? []) counts.set(state, (counts.get(state) ?? 0) + 1);
  const text = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  return { text: text === '' ? '0' : text, style: counts.has('FAILED') ? styleOf('FAILED') : null };
}

async function maskAll(
  all: Readonly<Record<string, ExpandedConnector>>,
  secrets: SecretKeeper,
): Promise<Record<string, ExpandedConnector>> {
  const masked: [string, ExpandedConnector][] = [];
  for (const [name, { info, ...rest }] of Object.entries(all)) {
    const hidden = info === undefined ? {} : { info: { ...info, config: await secrets.mask(info.config) } };
    masked.push([name, { ...rest, ...hidden }]);
  }
  return Object.fromEntries(masked);
}
