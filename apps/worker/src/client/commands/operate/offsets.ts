import type { Command } from 'commander';
import type { ConnectorOffset } from '../../api/answers.ts';
import { isObject } from '../../api/lossless-json.ts';
import { apiCommand, argumentNames, bareCommand } from '../../command.ts';
import { inSession, type Session } from '../../session.ts';
import { type OffsetSource, offsetsFrom } from './offset-source.ts';

export const offsetsCommand = (): Command =>
  bareCommand('offsets', 'read, set or reset the offsets of a connector')
    .addCommand(
      apiCommand('get', 'show how far a connector has come')
        .argument(`<${argumentNames.connector}>`, 'the connector')
        .action(inSession(get)),
    )
    .addCommand(
      apiCommand('set', 'set offsets of a stopped connector')
        .argument(`<${argumentNames.connector}>`, 'the connector')
        .option('-f, --file <file>', 'JSON as offsets get --json prints it; - for standard input')
        .option('--partition <json>', 'one partition, as offsets get shows it')
        .option('--offset <json>', 'its offset; null to forget it')
        .action(inSession(set)),
    )
    .addCommand(
      apiCommand('reset', 'let a stopped connector begin anew')
        .argument(`<${argumentNames.connector}>`, 'the connector')
        .action(
          inSession(async ({ api, out }, name: string) => {
            const answer = await api.resetOffsets(name);
            out.done(answer.message, answer);
            return undefined;
          }),
        ),
    );

async function get({ api, out }: Session, name: string): Promise<undefined> {
  const answer = await api.offsets(name);
  if (out.isJson) out.json(answer);
  else if (answer.offsets.length > 0 && answer.offsets.every(isOfTopic)) {
    const row = ({ partition, offset }: OfTopic): string[] =>
      [partition.kafka_topic, partition.kafka_partition, offset?.kafka_offset].map(text);
    out.table(['TOPIC', 'PARTITION', 'OFFSET'], answer.offsets.map(row));
  } else {
    const rows = answer.offsets.map(({ partition, offset }) => [JSON.stringify(partition), JSON.stringify(offset)]);
    out.table(['PARTITION', 'OFFSET'], rows);
  }
}

/** As sinks have them. */
interface OfTopic {
  readonly partition: { readonly kafka_topic: unknown; readonly kafka_partition: unknown };
  readonly offset: { readonly kafka_offset: unknown } | null;
}

const isOfTopic = (one: ConnectorOffset): one is OfTopic =>
  isObject(one.partition) &&
  'kafka_topic' in one.partition &&
  'kafka_partition' in one.partition &&
  (one.offset === null || (isObject(one.offset) && 'kafka_offset' in one.offset));

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'none' : JSON.stringify(value);

async function set({ api, out }: Session, name: string, source: OffsetSource): Promise<undefined> {
  const answer = await api.alterOffsets(name, await offsetsFrom(source));
  out.done(answer.message, answer);
}
