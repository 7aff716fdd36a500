import { ConnectError } from '@causeway/api';
import type { Admin, TopicPartitionOffset } from '../../kafka/port.ts';
import { decodeKey, decodeOffset } from '../../storage/offset-codec.ts';
import type { OffsetEntry } from '../../storage/offset-store.ts';
import { ClientPropertiesFactory } from '../client-properties.ts';
import type { Config, GroupOffset, StoppedConnector } from '../protocol.ts';
import type { ThreadContext } from './thread-context.ts';

/** The group has members, which commit offsets of their own. */
const hasMembers = ['UNKNOWN_MEMBER_ID', 'NON_EMPTY_GROUP', 'GROUP_SUBSCRIBED_TO_TOPIC'];

export function groupOffsets(
  context: ThreadContext,
  { name, config }: StoppedConnector,
): Promise<TopicPartitionOffset[]> {
  return withGroup(context, name, config, (admin, groupId) => admin.groupOffsets(groupId));
}

/** Java: Worker#modifySourceConnectorOffsets */
export async function alterSourceOffsets(
  context: ThreadContext,
  { name, config: raw, entries }: StoppedConnector & { readonly entries: readonly OffsetEntry[] },
): Promise<boolean> {
  const config = await context.variables.resolve(raw);
  const { create } = await context.loader.load(['source'], config['connector.class'] ?? '', versionOf(config));
  const offsets = entries.map(({ key, value }) => ({
    partition: decodeKey(key)!.partition,
    offset: decodeOffset(value),
  }));
  const isSure = (await create().alterOffsets?.(config, offsets)) ?? false;
  if (entries.length > 0) await context.offsets.write(entries);
  context.logger.info(`Altered ${entries.length} offsets of connector ${name}`, { connector: name });
  return isSure;
}

/** Java: Worker#alterSinkConnectorOffsets, #resetSinkConnectorOffsets */
export async function alterSinkOffsets(
  context: ThreadContext,
  { name, config: raw, offsets }: StoppedConnector & { readonly offsets: readonly GroupOffset[] | null },
): Promise<boolean> {
  const config = await context.variables.resolve(raw);
  const { create } = await context.loader.load(['sink'], config['connector.class'] ?? '', versionOf(config));
  return withGroup(context, name, raw, async (admin, groupId) => {
    const changes = offsets ?? (await admin.groupOffsets(groupId)).map((o) => ({ ...o, offset: null }));
    const isSure = (await create().alterOffsets?.(config, changes)) ?? false;
    try {
      if (offsets === null) await admin.deleteGroup(groupId);
      else await alterGroup(admin, groupId, offsets);
    } catch (cause) {
      throw refused(name, offsets === null ? 'reset' : 'alter', cause as Error);
    }
    context.logger.info(`Altered ${changes.length} offsets of connector ${name}`, { connector: name });
    return isSure;
  });
}

async function alterGroup(admin: Admin, groupId: string, offsets: readonly GroupOffset[]): Promise<void> {
  const isSet = (o: GroupOffset): o is TopicPartitionOffset => o.offset !== null;
  await admin.alterGroupOffsets(groupId, offsets.filter(isSet));
  await admin.deleteGroupOffsets(
    groupId,
    offsets.filter((o) => !isSet(o)),
  );
}

function refused(connector: string, doing: 'alter' | 'reset', cause: Error): ConnectError {
  const { code = '' } = cause as Error & { readonly code?: string };
  const isAtWork = hasMembers.some((type) => code.endsWith(type));
  const why = isAtWork
    ? " either because its tasks haven't stopped completely yet or the connector was resumed before the request could be completed. " +
      'While the connector is stopped the request can be made again. If it does not succeed at last, another consumer may be using the group.'
    : `: ${cause.message}`;
  return new ConnectError(`Failed to ${doing} consumer group offsets for connector ${connector}${why}`, { cause });
}

async function withGroup<T>(
  { worker, variables, kafka }: ThreadContext,
  name: string,
  raw: Config,
  work: (admin: Admin, groupId: string) => Promise<T>,
): Promise<T> {
  const clients = new ClientPropertiesFactory(worker, name, await variables.resolve(raw));
  const admin = kafka.admin(clients.admin(0));
  try {
    return await work(admin, clients.consumer(0)['group.id']!);
  } finally {
    await admin.close();
  }
}

const versionOf = (config: Config): string | null => config['connector.plugin.version'] ?? null;
