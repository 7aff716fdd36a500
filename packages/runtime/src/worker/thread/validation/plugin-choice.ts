import type { ConfigKey, ConfigValue, PluginKind } from '@causeway/api';
import type { PluginDescription, PluginRegistry } from '../../../plugins/registry.ts';
import { compareVersions } from '../../../plugins/versions.ts';

/** What a setting that names a class comes to. */
export interface Choice {
  /** Null where the class is unknown, or is no plugin of this kind. */
  readonly plugin: PluginDescription | null;
  /** The class in full; null where there is none of this name. */
  readonly className: string | null;
  readonly problem: string | null;
}

const interfaces: Readonly<Partial<Record<PluginKind, string>>> = {
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
};

/** Which plugin a name and version stand for, and what is wrong with them. Java: ConnectorConfig.EnrichablePlugin */
export function choose(registry: PluginRegistry, kind: PluginKind, name: string, version: string | null): Choice {
  try {
    const plugin = registry.find([kind], name, version);
    if (plugin !== null) return { plugin, className: plugin.class, problem: null };
    if (registry.find([kind], name) !== null) registry.get([kind], name, version); // tells which versions there are
  } catch (error) {
    return { plugin: null, className: registry.find([kind], name)?.class ?? null, problem: (error as Error).message };
  }
  return { plugin: null, ...unknown(registry, kind, name) };
}

function unknown(registry: PluginRegistry, kind: PluginKind, name: string): Omit<Choice, 'plugin'> {
  const inner = registry.ofKind(kind).filter((p) => p.class.startsWith(`${name}$`));
  if (inner.length > 0) {
    const names = inner.map((p) => p.class).toSorted();
    const problem = `This class is abstract and cannot be created. Did you mean ${names.join(', ')}?`;
    return { className: name, problem };
  }
  const other = registry.all.find((p) => p.class === name);
  if (other !== undefined)
    return { className: name, problem: `Class ${name} does not implement the ${interfaces[kind]!} interface` };
  const nearest = registry.nearest([kind], name);
  const hint =
    nearest.length === 0 ? 'Is its package in a folder of plugin.path?' : `Did you mean ${nearest.join(' or ')}?`;
  return { className: null, problem: `Class ${name} could not be found. ${hint}` };
}

/** All classes of a kind, for forms. */
export const classesOf = (registry: PluginRegistry, ...kinds: readonly PluginKind[]): string[] =>
  [...new Set(registry.ofKind(...kinds).map((p) => p.class))].toSorted();

/** The versions in which a plugin is installed, the newest last. */
export const versionsOf = (registry: PluginRegistry, { kind, class: name }: PluginDescription): string[] =>
  registry
    .ofKind(kind)
    .filter((p) => p.class === name)
    .map((p) => p.version)
    .toSorted(compareVersions);

/** The key of a plugin's version, with the newest one as its default, and its value. */
export function versionSetting(
  registry: PluginRegistry,
  plugin: PluginDescription | null,
  key: ConfigKey,
  value: ConfigValue,
): { readonly key: ConfigKey; readonly value: ConfigValue } {
  const versions = plugin === null ? [] : versionsOf(registry, plugin);
  return {
    key: { ...key, defaultValue: versions.at(-1) ?? null },
    value: { ...value, value: value.value ?? versions.at(-1) ?? null, recommendedValues: versions },
  };
}
