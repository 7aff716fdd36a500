import { type ConfigKey, type ConfigMap, type ConfigValue, parseValue } from '@causeway/api';
import { stepConfig, transformationConfig } from '../../../config/connector-config.ts';
import { withPrefix } from '../../../config/worker-config.ts';
import type { PluginLoader } from '../../../plugins/loader.ts';
import { type Part, valueOf } from './config-infos.ts';
import { choose, classesOf, versionSetting } from './plugin-choice.ts';

type StepKind = 'transformation' | 'predicate';
type Keys = Readonly<Record<string, ConfigKey>>;

const titles = {
  transformation: { list: 'transforms', group: 'Transforms', name: 'Transformation' },
  predicate: { list: 'predicates', group: 'Predicates', name: 'Predicate' },
} as const;

/** The settings of a connector's transformations or predicates. Java: ConnectorConfig#enrich */
export async function stepParts(kind: StepKind, config: ConfigMap, loader: PluginLoader): Promise<Part[]> {
  const { list } = titles[kind];
  const aliases = parseValue(list, 'LIST', config[list] ?? '') as readonly string[];
  const parts: Part[] = [];
  for (const alias of new Set(aliases)) parts.push(...(await partsOf(kind, alias, config, loader)));
  return parts;
}

async function partsOf(kind: StepKind, alias: string, config: ConfigMap, loader: PluginLoader): Promise<Part[]> {
  const { list, group: title, name } = titles[kind];
  const [prefix, group] = [`${list}.${alias}.`, `${title}: ${alias}`];
  const own = withPrefix(config, prefix);
  const { registry } = loader;
  const definition = stepConfig(name, alias);
  const values = await definition.validate(own);
  const type = valueOf({ values }, 'type');
  type.recommendedValues = classesOf(registry, kind);
  const { plugin, className, problem } =
    type.errorMessages.length > 0
      ? { plugin: null, className: null, problem: null }
      : choose(registry, kind, own['type']!, own['plugin.version'] ?? null);
  type.value = className;
  if (problem !== null)
    type.errorMessages.push(`Invalid value ${own['type']} for configuration ${prefix}type: ${problem}`);
  const version = versionSetting(
    registry,
    plugin,
    definition.keys['plugin.version'],
    valueOf({ values }, 'plugin.version'),
  );
  const step: Part = {
    keys: { type: definition.keys.type, 'plugin.version': version.key },
    values: values.map((v) => (v.name === 'plugin.version' ? version.value : v)),
    prefix,
    group,
  };
  if (plugin === null) return [withPrefixedErrors(step)];
  if (kind === 'transformation' && 'negate' in own && !('predicate' in own))
    type.errorMessages.push(nothingToNegate(prefix));
  const { config: settings } = await loader.loadDescribed(plugin);
  const [keys, extra] = [settings.keys as Keys, kind === 'transformation' ? transformationConfig : null];
  const checked = [...(await settings.validate(own)), ...((await extra?.validate(own)) ?? [])];
  return [step, { keys: embedded({ ...keys, ...extra?.keys }), values: checked, prefix, group }].map(
    withPrefixedErrors,
  );
}

const nothingToNegate = (prefix: string): string =>
  `Config '${prefix}negate' was provided but there is no config '${prefix}predicate' defining a predicate to be negated.`;

/** Messages name a setting as it stands in the connector's settings. */
function withPrefixedErrors({ values, ...part }: Part): Part {
  const full = ({ name, errorMessages, ...value }: ConfigValue): ConfigValue => ({
    ...value,
    name,
    errorMessages: errorMessages.map((message) =>
      message
        .replace(`configuration "${name}"`, `configuration "${part.prefix}${name}"`)
        .replace(`configuration ${name}:`, `configuration ${part.prefix}${name}:`),
    ),
  });
  return { ...part, values: values.map(full) };
}

/** Behind type and version, in the order of Java's ConfigDef#embed: by importance, the required ones first. */
function embedded(keys: Keys): Keys {
  const ranks = ['HIGH', 'MEDIUM', 'LOW'];
  const rank = ({ importance, hasDefault, order }: ConfigKey): number[] => [
    order ?? -1,
    hasDefault ? 1 : 0,
    ranks.indexOf(importance),
  ];
  const sorted = Object.entries(keys).toSorted(([a, x], [b, y]) => compare(rank(x), rank(y)) || (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, key], i) => [name, { ...key, order: i + 2, displayName: key.displayName ?? name }]),
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, x] of a.entries()) if (x !== b[i]) return x - b[i]!;
  return 0;
}
