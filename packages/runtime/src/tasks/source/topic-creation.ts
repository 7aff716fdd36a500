import { ConfigError, ConnectError, JavaRegex, type Logger } from '@causeway/api';
import { withPrefix } from '../../config/worker-config.ts';
import type { Admin, NewTopic } from '../../kafka/port.ts';

interface Group {
  readonly name: string;
  readonly include: readonly JavaRegex[];
  readonly exclude: readonly JavaRegex[];
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

const own = new Set(['include', 'exclude', 'partitions', 'replication.factor']);

/**
 * Topics that a source connector creates by its `topic.creation.*` settings, when it is the first to write to them (KIP-158). The first
 * group whose patterns match wins, `default` comes last.
 */
export class TopicCreation {
  readonly #groups: readonly Group[];
  readonly #admin: () => Admin;
  readonly #logger: Logger;
  readonly #known = new Set<string>();

  constructor(config: Readonly<Record<string, string>>, isEnabled: boolean, admin: () => Admin, logger: Logger) {
    this.#groups = isEnabled ? creationGroups(config) : [];
    this.#admin = admin;
    this.#logger = logger;
  }

  isReady(topic: string): boolean {
    if (this.#groups.length === 0) return true;
    return this.#known.has(topic);
  }

  /** Creates the topic unless it exists. @throws ConnectError if it can't be created */
  async ensure(topic: string): Promise<void> {
    const admin = this.#admin();
    if (!(await admin.describeTopics([topic])).has(topic)) await this.#create(admin, topic);
    this.#known.add(topic);
  }

  async #create(admin: Admin, topic: string): Promise<void> {
    const group = this.#groups.find(
      (g) => g.include.some((r) => r.matches(topic)) && !g.exclude.some((r) => r.matches(topic)),
    );
    if (group === undefined) return; // left to the broker
    const { partitions, replicationFactor, configs } = group;
    const wanted: NewTopic = { topic, partitions, replicationFactor, configs };
    try {
      const created = await admin.createTopics([wanted]);
      if (created.length > 0)
        this.#logger.info(`Created topic ${topic} by topic creation group ${group.name}`, {
          partitions,
          replicationFactor,
        });
    } catch (cause) {
      throw new ConnectError(
        `Cannot create topic ${topic} (${partitions} partitions, replication factor ${replicationFactor}, group ${group.name}): ${(cause as Error).message}. ` +
          `Check topic.creation.${group.name}.* and the rights of the connector's admin client.`,
        { cause },
      );
    }
  }
}

function creationGroups(config: Readonly<Record<string, string>>): Group[] {
  if (!Object.keys(config).some((key) => key.startsWith('topic.creation.'))) return [];
  const names = listOf(config['topic.creation.groups']);
  const base = withPrefix(config, 'topic.creation.default.');
  return [...names.filter((n) => n !== 'default'), 'default'].map((name) =>
    group(name, withPrefix(config, `topic.creation.${name}.`), base),
  );
}

function group(name: string, config: Readonly<Record<string, string>>, base: Readonly<Record<string, string>>): Group {
  const number = (key: string): number => {
    const value = Number(config[key] ?? base[key]);
    if (!Number.isInteger(value) || (value < 1 && value !== -1)) {
      throw new ConfigError(
        `topic.creation.${name}.${key} (or topic.creation.default.${key}) must be a positive number, or -1 for the broker's default`,
      );
    }
    return value;
  };
  return {
    name,
    include: patterns(name === 'default' ? (config['include'] ?? '.*') : (config['include'] ?? '')),
    exclude: patterns(config['exclude'] ?? ''),
    partitions: number('partitions'),
    replicationFactor: number('replication.factor'),
    configs: Object.fromEntries(Object.entries(config).filter(([key]) => !own.has(key))),
  };
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((t) => t.trim())
    .filter((t) => t !== '');
const patterns = (text: string): JavaRegex[] => listOf(text).map((p) => new JavaRegex(p));
