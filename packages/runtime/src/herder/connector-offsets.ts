import { ConfigError, ConnectError } from '@causeway/api';
import type { ConnectorOffset } from '../storage/connector-offsets.ts';
import type { GroupOffset } from '../worker/protocol.ts';
import type { Worker } from '../worker/worker.ts';
import { BadRequestError } from './errors.ts';
import type { ConnectorInfo, TargetState } from './states.ts';

/** @throws ConfigError for a connector whose class is not known */
export function readOffsets(worker: Worker, { name, config, type }: ConnectorInfo): Promise<ConnectorOffset[]> {
  return worker.offsets(known(name, type), { name, config });
}

/** Offsets can be changed only where nothing runs that would store others. @throws BadRequestError otherwise */
export function requireStopped(name: string, targetState: TargetState | null, taskCount: number): void {
  if (targetState === 'STOPPED' && taskCount === 0) return;
  throw new BadRequestError(
    'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector by ' +
      `issuing a 'PUT' request to the '/connectors/${name}/stop' endpoint`,
  );
}

/**
 * Alters the offsets of a connector that is stopped; null resets them all. What was done is the result, in words.
 * @throws BadRequestError for offsets that no sink can have, ConnectError if the connector or Kafka refuses them
 */
export async function changeOffsets(
  worker: Worker,
  { name, config, type }: ConnectorInfo,
  offsets: readonly ConnectorOffset[] | null,
): Promise<string> {
  if (worker.hasTasksOf(name)) {
    throw new ConnectError(
      `The offsets of connector ${name} cannot be changed while a task of it has not ended: it would store others. Try again once it has.`,
    );
  }
  const connector = { name, config };
  const isSure =
    known(name, type) === 'source'
      ? await worker.alterSourceOffsets(connector, offsets)
      : await worker.alterSinkOffsets(connector, offsets === null ? null : sinkOffsets(name, offsets));
  const done = offsets === null ? 'reset' : 'altered';
  return isSure
    ? `The offsets for this connector have been ${done} successfully`
    : `The Connect framework-managed offsets for this connector have been ${done} successfully. However, if this connector manages offsets ` +
        `externally, they will need to be manually ${done} in the system that the connector uses.`;
}

function known(name: string, type: ConnectorInfo['type']): 'source' | 'sink' {
  if (type === 'unknown')
    throw new ConfigError(`Connector ${name} is neither a source nor a sink: is its plugin there?`);
  return type;
}

/** Java: SinkUtils#parseSinkConnectorOffsets */
function sinkOffsets(name: string, offsets: readonly ConnectorOffset[]): GroupOffset[] {
  return offsets.map(({ partition, offset }) => {
    if (!('kafka_topic' in partition) || !('kafka_partition' in partition)) {
      throw new BadRequestError(
        "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
      );
    }
    const { kafka_topic: topic, kafka_partition: number } = partition;
    if (topic === null) throw new BadRequestError('Kafka topic names must be valid strings and may not be null');
    if (number === null) throw new BadRequestError('Kafka partitions must be valid numbers and may not be null');
    return {
      topic: typeof topic === 'string' ? topic : JSON.stringify(topic),
      partition: integer('partition', number, 2 ** 31),
      offset: offset === null ? null : kafkaOffset(name, offset),
    };
  });
}

function kafkaOffset(name: string, offset: Readonly<Record<string, unknown>>): number {
  if (!('kafka_offset' in offset)) {
    throw new BadRequestError(
      "The offset for a sink connector should either be null or contain the key 'kafka_offset'",
    );
  }
  const value = integer('offset', offset['kafka_offset'], Number.MAX_SAFE_INTEGER);
  if (value < 0)
    throw new ConfigError(`Failed to modify offsets for sink connector ${name}: offset ${value} is negative`);
  return value;
}

function integer(what: 'partition' | 'offset', value: unknown, limit: number): number {
  const text = String(value);
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (Math.abs(number) <= limit) return number;
  const name = `${what[0]!.toUpperCase()}${what.slice(1)}`;
  throw new BadRequestError(
    `Failed to parse the following Kafka ${what} value in the provided offsets: '${text}'. ${name} values for sink connectors need to be integers.`,
  );
}
