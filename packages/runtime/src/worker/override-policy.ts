import { ConfigError } from '@causeway/api';
import type { WorkerConfig } from '../config/worker-config.ts';

const principalKeys = ['sasl.jaas.config', 'sasl.mechanism', 'security.protocol'];

/**
 * `connector.client.config.override.policy`: says why a connector may not override a setting of a Kafka client, or null if it may.
 * @throws ConfigError for a policy that there is not
 */
export function overridePolicy({ values, originals }: WorkerConfig): (key: string) => string | null {
  const policy = values['connector.client.config.override.policy'];
  const name = policy.replace(/^.*\./, '').replace(/ConnectorClientConfigOverridePolicy$/, '');
  const allowed = (originals['connector.client.config.override.allowlist'] ?? '').split(',').map((key) => key.trim());
  const isAllowed = policies(allowed)[name];
  if (isAllowed === undefined) {
    throw new ConfigError(
      `Invalid value ${policy} for configuration connector.client.config.override.policy: it must be All, None, Principal or Allowlist`,
    );
  }
  return (key) =>
    isAllowed(key)
      ? null
      : `The '${name}' policy does not allow '${key}' to be overridden in the connector configuration.`;
}

const policies = (allowlist: readonly string[]): Readonly<Record<string, (key: string) => boolean>> => ({
  All: () => true,
  None: () => false,
  Principal: (key) => principalKeys.includes(key),
  Allowlist: (key) => allowlist.includes(key),
});
