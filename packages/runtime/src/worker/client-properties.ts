import { ConfigError } from '@causeway/api';
import type { WorkerConfig } from '../config/worker-config.ts';
import { withPrefix } from '../config/worker-config.ts';
import type { ClientProperties } from '../kafka/port.ts';
import { overridePolicy } from './override-policy.ts';
import type { Config } from './protocol.ts';

/**
 * Settings of the Kafka clients that work for a connector: the worker's defaults, then its `producer.`, `consumer.` and `admin.` settings, then
 * the connector's overrides. Java: Worker#baseProducerConfigs and its siblings
 */
export class ClientPropertiesFactory {
  readonly #worker: WorkerConfig;
  readonly #connector: string;
  readonly #config: Config;

  constructor(worker: WorkerConfig, connector: string, config: Config) {
    this.#worker = worker;
    this.#connector = connector;
    this.#config = config;
  }

  producer(task: number): ClientProperties {
    return this.#build('producer', { ...reliable, 'client.id': `connector-producer-${this.#connector}-${task}` });
  }

  consumer(task: number): ClientProperties {
    return this.#build('consumer', {
      'client.id': `connector-consumer-${this.#connector}-${task}`,
      'group.id': `connect-${this.#connector}`,
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
    });
  }

  admin(task: number): ClientProperties {
    const { 'client.id': workerClientId } = this.#worker.originals;
    const own = { 'client.id': workerClientId ?? `connector-adminclient-${this.#connector}-${task}` };
    return this.#build('admin', { ...unprefixed(this.#worker), ...own });
  }

  deadLetterProducer(task: number): ClientProperties {
    return this.#build('producer', { ...reliable, 'client.id': `connector-dlq-producer-${this.#connector}-${task}` });
  }

  deadLetterAdmin(): ClientProperties {
    return this.#build('admin', { ...unprefixed(this.#worker), 'client.id': 'connector-dlq-adminclient-' });
  }

  #build(kind: 'producer' | 'consumer' | 'admin', defaults: Config): ClientProperties {
    const overrides = withPrefix(this.#config, `${kind}.override.`);
    checkOverrides(this.#worker, kind, overrides);
    return {
      'bootstrap.servers': this.#worker.values['bootstrap.servers'].join(','),
      ...defaults,
      ...withPrefix(this.#worker.originals, `${kind}.`),
      ...overrides,
    };
  }
}

const reliable = {
  acks: 'all',
  'enable.idempotence': 'false',
  'max.in.flight.requests.per.connection': '1',
  'delivery.timeout.ms': '2147483647',
  'max.block.ms': '9223372036854775807',
};

/** Client settings of the worker itself, such as `security.protocol`; those of Connect do no harm in a client. */
export function unprefixed({ originals }: WorkerConfig): Config {
  const isForeign = /^(producer|consumer|admin|listeners|key|value|header|config|offset|plugin|rest)\./;
  return Object.fromEntries(Object.entries(originals).filter(([key]) => !isForeign.test(key)));
}

/** @throws ConfigError for settings that a connector may not override */
function checkOverrides(worker: WorkerConfig, kind: string, overrides: Config): void {
  const refusal = overridePolicy(worker);
  const refused = Object.keys(overrides).filter((key) => refusal(key) !== null);
  if (refused.length === 0) return;
  const keys = refused.map((key) => `${kind}.override.${key}`).join(', ');
  const policy = worker.values['connector.client.config.override.policy'];
  throw new ConfigError(
    `The worker's connector.client.config.override.policy=${policy} does not allow a connector to set ${keys}`,
  );
}
