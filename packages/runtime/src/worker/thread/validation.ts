import type { ConfigKey } from '@causeway/api';
import { sinkConnectorConfig, sourceConnectorConfig } from '../../config/connector-config.ts';
import type { PluginLoader } from '../../plugins/loader.ts';
import type { PluginDescription } from '../../plugins/registry.ts';
import type { ConfigInfos, ConfigKeyInfo, ValidationRequest } from '../protocol.ts';
import type { ThreadContext } from './thread-context.ts';
import { clientParts } from './validation/client-overrides.ts';
import { configInfos, keyInfo, type Part } from './validation/config-infos.ts';
import { converterParts, groupsOfConverter } from './validation/converters.ts';
import { frameworkPart, refuseExactlyOnce } from './validation/framework.ts';
import { versionsOf } from './validation/plugin-choice.ts';
import { stepParts } from './validation/steps.ts';

type Keys = Readonly<Record<string, ConfigKey>>;

/**
 * Checks the settings of a connector as a whole: the framework's, those of its transformations and predicates, the connector's own, those
 * of converters that it sets itself, and its overrides of Kafka clients. Never throws for a wrong setting.
 * Java: AbstractHerder#validateConnectorConfig
 */
export async function validateConnector(
  { loader, worker, variables }: ThreadContext,
  { config: raw, isToRun }: ValidationRequest,
): Promise<ConfigInfos> {
  const config = await variables.resolve(raw);
  const [name, version] = [config['connector.class'] ?? '', config['connector.plugin.version'] ?? null];
  const description = loader.registry.get(['source', 'sink'], name, version);
  const plugin = await loader.load(['source', 'sink'], name, version);
  const framework = await frameworkPart(description, config, worker.originals, loader.registry);
  if (plugin.kind === 'source' && isToRun) refuseExactlyOnce(config, framework);
  const steps = [
    ...(await stepParts('transformation', config, loader)),
    ...(await stepParts('predicate', config, loader)),
  ];
  const isSound = [framework, ...steps].every((p) => p.values.every((v) => v.errorMessages.length === 0));
  const own: Part = {
    keys: plugin.config.keys as Keys,
    values: await plugin.config.validate(config),
    prefix: '',
    group: null,
  };
  const converters = isSound ? await converterParts(config, loader, framework) : [];
  const clients = clientParts(plugin.kind, config, worker);
  const groups = new Set([
    ...frameworkGroups[plugin.kind],
    ...steps.flatMap((p) => p.group ?? []),
    ...Object.values(own.keys).flatMap((key) => key.group ?? []),
    ...converters.flatMap(groupsOfConverter),
  ]);
  // as it was given: Java does not resolve aliases here
  return configInfos(name, [...groups], [framework, ...steps, own, ...clients, ...converters]);
}

const common = ['Common', 'Transforms', 'Predicates', 'Error Handling'];
const frameworkGroups = {
  sink: common,
  source: [...common, 'Topic Creation', 'Exactly Once Support', 'offsets.topic'],
} as const;

/** The keys of a plugin, for forms; a connector's come before the framework's. */
export async function pluginConfig(loader: PluginLoader, description: PluginDescription): Promise<ConfigKeyInfo[]> {
  const plugin = await loader.loadDescribed(description);
  const keys = { ...(plugin.config.keys as Keys) };
  const framework: Keys =
    plugin.kind === 'source' ? sourceConnectorConfig.keys : plugin.kind === 'sink' ? sinkConnectorConfig.keys : {};
  for (const [name, key] of Object.entries(framework)) keys[name] ??= key;
  const version = keys['connector.plugin.version'];
  if (version !== undefined && version === framework['connector.plugin.version']) {
    const newest = versionsOf(loader.registry, description).at(-1) ?? null;
    keys['connector.plugin.version'] = { ...version, defaultValue: newest };
  }
  return Object.entries(keys)
    .filter(([, key]) => !key.internal)
    .map(([name, key]) => keyInfo(name, key));
}
