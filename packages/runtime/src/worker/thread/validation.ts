import {
  type ConfigDefinition,
  type ConfigKey,
  type ConfigMap,
  type ConfigValue,
  type Converter,
  parseValue,
  Password,
} from '@causeway/api';
import {
  predicateConfig,
  sinkConnectorConfig,
  sourceConnectorConfig,
  transformationConfig,
} from '../../config/connector-config.ts';
import { problemsOfTopics } from '../../config/sink-topics.ts';
import { withPrefix } from '../../config/worker-config.ts';
import type { PluginLoader } from '../../plugins/loader.ts';
import type { PluginDescription } from '../../plugins/registry.ts';
import type { ConfigInfo, ConfigInfos, ConfigKeyInfo, ValidationRequest } from '../protocol.ts';
import type { ThreadContext } from './thread-context.ts';

type Definition = ConfigDefinition;

/** Checked settings of one definition, and which prefix and group their keys have in the answer. */
interface Part {
  readonly definition: Definition;
  readonly values: readonly ConfigValue[];
  readonly prefix: string;
  readonly group: string | null;
}

/**
 * Checks the settings of a connector as a whole: the framework's, those of its transformations and predicates, the connector's own, and those
 * of converters that it sets itself. Never throws for a wrong setting. Java: AbstractHerder#validateConnectorConfig
 */
export async function validateConnector(
  { loader, worker, variables }: ThreadContext,
  { config: raw, isToRun }: ValidationRequest,
): Promise<ConfigInfos> {
  const config = await variables.resolve(raw);
  const plugin = await loader.load(
    ['source', 'sink'],
    config['connector.class'] ?? '',
    config['connector.plugin.version'] ?? null,
  );
  const framework: Definition = plugin.kind === 'source' ? sourceConnectorConfig : sinkConnectorConfig;
  const values = await framework.validate(config);
  if (plugin.kind === 'sink') checkTopics(config, values);
  else if (isToRun) refuseExactlyOnce(config, values);
  useWorkerDefaults(values, worker.originals);

  const parts: Part[] = [{ definition: framework, values, prefix: '', group: null }];
  parts.push(...(await steps('predicate', config, loader)), ...(await steps('transformation', config, loader)));
  const isWrong = parts.some((p) => p.values.some((v) => v.errorMessages.length > 0));
  const own = await plugin.config.validate(config, { keysOnly: false });
  parts.push({ definition: plugin.config as Definition, values: own, prefix: '', group: null });
  if (!isWrong) parts.push(...(await converters(config, loader, values)));

  const configs = merge(parts);
  return {
    name: config['connector.class'] ?? plugin.class, // as it was given: Java does not resolve aliases here
    error_count: configs.reduce((sum, c) => sum + c.value.errors.length, 0),
    groups: groupsOf(plugin.kind, parts),
    configs,
  };
}

function checkTopics(config: ConfigMap, values: readonly ConfigValue[]): void {
  for (const { key, message } of problemsOfTopics(config))
    values.find(({ name }) => name === key)?.errorMessages.push(message);
}

/** Java's standalone worker takes the wish and does not heed it. Who says `required` is better told. */
function refuseExactlyOnce(config: ConfigMap, values: readonly ConfigValue[]): void {
  if (config['exactly.once.support']?.trim().toLowerCase() !== 'required') return;
  values
    .find(({ name }) => name === 'exactly.once.support')
    ?.errorMessages.push(
      'exactly.once.support=required cannot be met: this worker delivers the records of source connectors at least once. ' +
        'Remove the setting, or set it to requested, if duplicates after a failure can be borne.',
    );
}

/** Converters that the connector does not set are the worker's. */
function useWorkerDefaults(values: readonly ConfigValue[], worker: Readonly<Record<string, string>>): void {
  for (const value of values) {
    if (value.name.endsWith('.converter') && value.value === null) value.value = worker[value.name] ?? null;
  }
}

async function steps(kind: 'transformation' | 'predicate', config: ConfigMap, loader: PluginLoader): Promise<Part[]> {
  const [key, framework, title]: [string, Definition, string] =
    kind === 'transformation'
      ? ['transforms', transformationConfig, 'Transforms']
      : ['predicates', predicateConfig, 'Predicates'];
  const parts: Part[] = [];
  const aliases = parseValue(key, 'LIST', config[key] ?? '') as readonly string[];
  for (const alias of new Set(aliases)) {
    const prefix = `${key}.${alias}.`;
    const group = `${title}: ${alias}`;
    const own = withPrefix(config, prefix);
    const values = await framework.validate(own);
    parts.push({ definition: framework, values, prefix, group });
    const type = values.find((v) => v.name === 'type')!;
    if (type.errorMessages.length > 0) continue;
    try {
      const plugin = await loader.load([kind], own['type']!, own['plugin.version'] ?? null);
      parts.push({ definition: plugin.config as Definition, values: await plugin.config.validate(own), prefix, group });
    } catch (error) {
      type.errorMessages.push(
        `Invalid value ${own['type']} for configuration ${prefix}type: ${(error as Error).message}`,
      );
    }
  }
  return parts;
}

/** The settings of converters that the connector sets itself. */
async function converters(config: ConfigMap, loader: PluginLoader, values: readonly ConfigValue[]): Promise<Part[]> {
  const parts: Part[] = [];
  for (const which of ['header', 'key', 'value'] as const) {
    const name = config[`${which}.converter`];
    if (name === undefined || name === null) continue;
    const kind = which === 'header' ? 'header_converter' : 'converter';
    const prefix = `${which}.converter.`;
    const own = { ...withPrefix(config, prefix), 'converter.type': which };
    try {
      const plugin = await loader.load([kind], name, config[`${which}.converter.plugin.version`] ?? null);
      parts.push({
        definition: plugin.config as Definition,
        values: await plugin.config.validate(own),
        prefix,
        group: null,
      });
      if (kind === 'converter') (plugin.create() as Converter).configure(own, which === 'key');
    } catch (error) {
      values
        .find((v) => v.name === `${which}.converter`)
        ?.errorMessages.push(`Invalid value ${name} for configuration ${which}.converter: ${(error as Error).message}`);
    }
  }
  return parts;
}

/** One entry a key; the first definition of a key wins, errors add up. Keys without a definition come first. */
function merge(parts: readonly Part[]): ConfigInfo[] {
  const infos = new Map<string, ConfigInfo & { value: { errors: string[] } }>();
  const undefinedFirst: ConfigInfo[] = [];
  for (const { definition, values, prefix, group } of parts) {
    for (const value of values) {
      const name = prefix + value.name;
      const known = infos.get(name);
      if (known !== undefined) {
        known.value.errors.push(...value.errorMessages);
        continue;
      }
      const key = definition.keys[value.name];
      const info = {
        definition: key === undefined ? null : keyInfo(name, key, group),
        value: { ...valueInfo(name, value, key), errors: [...value.errorMessages] },
      };
      if (key === undefined) undefinedFirst.push(info);
      else infos.set(name, info);
    }
  }
  return [...undefinedFirst, ...infos.values()];
}

function valueInfo(name: string, value: ConfigValue, key: ConfigKey | undefined): Omit<ConfigInfo['value'], 'errors'> {
  return {
    name,
    value: shown(value.value, key?.type),
    recommended_values: value.recommendedValues.map((v) => shown(v, key?.type) ?? ''),
    visible: value.visible,
  };
}

export function keyInfo(name: string, key: ConfigKey, group: string | null): ConfigKeyInfo {
  return {
    name,
    type: key.type,
    required: !key.hasDefault,
    default_value: shown(key.defaultValue, key.type),
    importance: key.importance,
    documentation: key.documentation,
    group: group ?? key.group,
    width: key.width,
    display_name: key.displayName ?? name,
    dependents: key.dependents,
    order_in_group: (group ?? key.group) === null ? -1 : (key.order ?? -1),
  };
}

/** A value as text; secrets are hidden. Java: ConfigDef#convertToString */
function shown(value: unknown, type: string | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Password || type === 'PASSWORD') return '[hidden]';
  if (Array.isArray(value)) return value.join(',');
  if (type === 'DOUBLE' && Number.isInteger(value)) return `${value as number}.0`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The framework's groups, those of transformations and predicates, then the connector's own. */
function groupsOf(kind: 'source' | 'sink', parts: readonly Part[]): string[] {
  const framework = ['Common', 'Transforms', 'Predicates', 'Error Handling'];
  if (kind === 'source') framework.push('Topic Creation', 'Exactly Once Support', 'offsets.topic');
  const others = parts.flatMap((p) =>
    p.group === null ? Object.values(p.definition.keys).map((k) => k.group) : [p.group],
  );
  return [...new Set([...framework, ...others.filter((g) => g !== null)])];
}

/** The keys of a plugin, for forms; a connector's come before the framework's. */
export async function pluginConfig(loader: PluginLoader, description: PluginDescription): Promise<ConfigKeyInfo[]> {
  const plugin = await loader.loadDescribed(description);
  const own = Object.entries(plugin.config.keys as Record<string, ConfigKey>);
  const framework =
    plugin.kind === 'source' ? sourceConnectorConfig.keys : plugin.kind === 'sink' ? sinkConnectorConfig.keys : {};
  const rest = Object.entries(framework as Record<string, ConfigKey>).filter(
    ([name]) => !own.some(([n]) => n === name),
  );
  return [...own, ...rest].filter(([, key]) => !key.internal).map(([name, key]) => keyInfo(name, key, null));
}
