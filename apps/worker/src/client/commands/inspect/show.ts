import type { Command } from 'commander';
import type { Config, ConnectorInfo, ConnectorStatus, StateInfo } from '../../api/answers.ts';
import { apiCommand, argumentNames } from '../../command.ts';
import type { Output } from '../../output/output.ts';
import { styleOf } from '../../output/paint.ts';
import { indented, oneLine, printable } from '../../output/text.ts';
import type { SecretKeeper } from '../../secrets/secret-keeper.ts';
import { inSession, type Session } from '../../session.ts';

export const showCommand = (): Command =>
  apiCommand('show', 'show settings, states and errors of a connector')
    .argument(`<${argumentNames.connector}>`, 'the connector')
    .action(inSession(show));

async function show({ api, out, secrets }: Session, name: string): Promise<undefined> {
  const info = await api.connector(name);
  const status = await api.status(name);
  const config = await secrets.mask(info.config);
  const scrubbed = status === null ? null : withoutSecrets(status, secrets);
  if (out.isJson) {
    out.json({ info: { ...info, config }, ...(scrubbed === null ? {} : { status: scrubbed }) });
    return;
  }
  printHead(out, info, scrubbed);
  printConfig(out, config);
  if (scrubbed !== null) printTraces(out, scrubbed);
}

/** Drivers may name a password in what they throw. */
function withoutSecrets(status: ConnectorStatus, secrets: SecretKeeper): ConnectorStatus {
  const clean = <T extends StateInfo>(part: T): T =>
    part.trace === undefined ? part : { ...part, trace: secrets.scrub(part.trace) };
  return { ...status, connector: clean(status.connector), tasks: status.tasks.map(clean) };
}

function printHead(out: Output, { name, type, config }: ConnectorInfo, status: ConnectorStatus | null): void {
  const heading = (title: string): string => out.paint('bold', title.padEnd(6));
  out.line(`${heading('Name')}  ${oneLine(name)}`);
  out.line(`${heading('Type')}  ${oneLine(type)}`);
  out.line(`${heading('Class')}  ${oneLine(config['connector.class'] ?? '')}`);
  if (status === null) {
    out.line(`${heading('State')}  not known yet`);
    return;
  }
  const { state, worker_id: worker, version } = status.connector;
  const where = `${oneLine(worker)}${version === undefined ? '' : `, version ${oneLine(version)}`}`;
  out.line(`${heading('State')}  ${out.paint(styleOf(state), oneLine(state))} on ${where}`);
  if (status.tasks.length === 0) {
    out.line(`${heading('Tasks')}  none`);
    return;
  }
  out.line('');
  out.table(
    ['TASK', 'STATE', 'WORKER'],
    status.tasks.map((task) => [String(task.id), { text: task.state, style: styleOf(task.state) }, task.worker_id]),
  );
}

function printConfig(out: Output, config: Config): void {
  out.line('');
  out.table(
    ['SETTING', 'VALUE'],
    Object.entries(config).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function printTraces(out: Output, { connector, tasks }: ConnectorStatus): void {
  const parts = [
    { what: 'Connector', trace: connector.trace },
    ...tasks.map(({ id, trace }) => ({ what: `Task ${id}`, trace })),
  ];
  for (const { what, trace } of parts) {
    if (trace === undefined || trace === '') continue;
    out.line(`\n${out.paint('red', `${what} failed:`)}\n${indented(printable(trace).trimEnd(), '  ')}`);
  }
}
