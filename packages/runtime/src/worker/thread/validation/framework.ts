import type { ConfigKey, ConfigMap, ConfigValue } from '@causeway/api';
import { sinkConnectorConfig, sourceConnectorConfig } from '../../../config/connector-config.ts';
import { problemsOfTopics } from '../../../config/sink-topics.ts';
import type { PluginDescription, PluginRegistry } from '../../../plugins/registry.ts';
import type { Config } from '../../protocol.ts';
import { type Part, valueOf } from './config-infos.ts';
import { choose, classesOf, versionSetting } from './plugin-choice.ts';

interface Framework extends Part {
  keys: Record<string, ConfigKey>;
  readonly values: ConfigValue[];
}

/** The framework's settings of a connector. What the worker has for it is their default. Java: ConnectorConfig#enrich */
export async function frameworkPart(
  connector: PluginDescription,
  config: ConfigMap,
  worker: Config,
  registry: PluginRegistry,
): Promise<Part> {
  const definition = connector.kind === 'source' ? sourceConnectorConfig : sinkConnectorConfig;
  const part: Framework = {
    keys: { ...(definition.keys as Readonly<Record<string, ConfigKey>>) },
    values: await definition.validate(config),
    prefix: '',
    group: null,
  };
  useVersion(part, 'connector.plugin.version', connector, registry);
  for (const which of ['key', 'value', 'header'] as const) useConverter(part, which, config, worker, registry);
  if (connector.kind === 'sink') {
    for (const { key, message } of problemsOfTopics(config)) valueOf(part, key).errorMessages.push(message);
  }
  return part;
}

/** Java's standalone worker takes the wish and does not heed it. Who says `required` is better told. */
export function refuseExactlyOnce(config: ConfigMap, part: Part): void {
  if (config['exactly.once.support']?.trim().toLowerCase() !== 'required') return;
  valueOf(part, 'exactly.once.support').errorMessages.push(
    'exactly.once.support=required cannot be met: this worker delivers the records of source connectors at least once. ' +
      'Remove the setting, or set it to requested, if duplicates after a failure can be borne.',
  );
}

function useConverter(
  part: Framework,
  which: 'key' | 'value' | 'header',
  config: ConfigMap,
  worker: Config,
  registry: PluginRegistry,
): void {
  const name = `${which}.converter`;
  const kind = which === 'header' ? 'header_converter' : 'converter';
  const byDefault =
    worker[name] ?? (which === 'header' ? 'org.apache.kafka.connect.storage.SimpleHeaderConverter' : null);
  const own = config[name] ?? null;
  const value = valueOf(part, name);
  const versionName = `${name}.plugin.version`;
  const version = config[versionName] ?? (own === null ? (worker[versionName] ?? null) : null);
  const chosen = own ?? byDefault;
  const { plugin, className, problem } =
    chosen === null ? { plugin: null, className: null, problem: null } : choose(registry, kind, chosen, version);
  part.keys[name] = { ...part.keys[name]!, defaultValue: byDefault };
  value.value = className;
  value.recommendedValues = classesOf(registry, kind);
  if (own !== null && problem !== null)
    value.errorMessages.push(`Invalid value ${own} for configuration ${name}: ${problem}`);
  useVersion(part, versionName, plugin, registry);
  valueOf(part, versionName).visible = className !== null;
}

function useVersion(part: Framework, name: string, plugin: PluginDescription | null, registry: PluginRegistry): void {
  const { key, value } = versionSetting(registry, plugin, part.keys[name]!, valueOf(part, name));
  part.keys[name] = key;
  part.values[part.values.findIndex((v) => v.name === name)] = value;
}
