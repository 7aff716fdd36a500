import { type ConfigKey, type ConfigMap, type ConfigValue, parseValue } from '@causeway/api';
import { clientKeys, type ClientKind } from '../../../config/client-override-keys.ts';
import type { WorkerConfig } from '../../../config/worker-config.ts';
import { withPrefix } from '../../../config/worker-config.ts';
import { overridePolicy } from '../../override-policy.ts';
import type { Part } from './config-infos.ts';

/** What the connector overrides of the clients that work for it. Java: AbstractHerder#validateClientOverrides */
export function clientParts(kind: 'source' | 'sink', config: ConfigMap, worker: WorkerConfig): Part[] {
  const refusal = overridePolicy(worker);
  return clientsOf(kind, config, worker).map((client) => {
    const prefix = `${client}.override.`;
    const keys = clientKeys[client];
    const own = Object.entries(withPrefix(config, prefix));
    const values = own.map(([name, text]) => checked(prefix, name, text, keys[name], refusal(name)));
    const named = Object.entries(keys).map(([name, key]) => [name, { ...key, displayName: name }]);
    return { keys: Object.fromEntries(named) as Part['keys'], values, prefix, group: null };
  });
}

function clientsOf(kind: 'source' | 'sink', config: ConfigMap, { values }: WorkerConfig): ClientKind[] {
  const hasDeadLetters = (config['errors.deadletterqueue.topic.name'] ?? '').trim() !== '';
  const createsTopics =
    values['topic.creation.enable'] && Object.keys(config).some((key) => key.startsWith('topic.creation.'));
  if (kind === 'source') return createsTopics ? ['producer', 'admin'] : ['producer'];
  return hasDeadLetters ? ['producer', 'consumer', 'admin'] : ['consumer'];
}

function checked(
  prefix: string,
  name: string,
  text: string,
  key: ConfigKey | undefined,
  refusal: string | null,
): ConfigValue {
  const value: ConfigValue = { name, value: text, recommendedValues: [], errorMessages: [], visible: true };
  if (key !== undefined) {
    try {
      value.value = parseValue(prefix + name, key.type, text);
    } catch (error) {
      value.value = null;
      value.errorMessages.push((error as Error).message);
    }
  }
  if (refusal !== null) value.errorMessages.push(refusal);
  return value;
}
