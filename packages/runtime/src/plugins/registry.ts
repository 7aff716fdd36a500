import { ConfigError, type PluginKind } from '@causeway/api';
import { compareVersions, versionTest } from './versions.ts';

/** A plugin as it is known without its code. */
export interface PluginDescription {
  readonly kind: PluginKind;
  readonly class: string;
  readonly version: string;
  /** URL of the module to import. */
  readonly entry: string;
}

/** Endings that may be left out of a class name, by kind. Java: PluginUtils#prunedName */
const suffixes: Readonly<Record<PluginKind, string>> = {
  source: 'Connector',
  sink: 'Connector',
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
  config_provider: 'ConfigProvider',
};

const simpleName = (className: string): string => className.slice(className.lastIndexOf('.') + 1);

/** The names under which a plugin is found: its class, its simple name, and that without the ending of its kind. */
export function namesOf(plugin: Pick<PluginDescription, 'kind' | 'class'>): string[] {
  const simple = simpleName(plugin.class);
  const suffix = suffixes[plugin.kind];
  const names = [plugin.class, simple];
  if (simple.endsWith(suffix) && simple.length > suffix.length) names.push(simple.slice(0, -suffix.length));
  return names;
}

/** All plugins that the worker knows, and how they are found by name. */
export class PluginRegistry {
  readonly all: readonly PluginDescription[];

  constructor(plugins: readonly PluginDescription[]) {
    this.all = plugins;
  }

  ofKind(...kinds: readonly PluginKind[]): PluginDescription[] {
    return this.all.filter((p) => kinds.includes(p.kind));
  }

  /**
   * The plugin of this name, in the newest version that is asked for (one, or a range such as `[1.0,2.0)`); null if there is none, or the
   * short name is that of several classes.
   * @throws ConfigError for a version that is none
   */
  find(kinds: readonly PluginKind[], name: string, version: string | null = null): PluginDescription | null {
    const isWanted = versionTest(version);
    const matching = this.ofKind(...kinds).filter((p) => namesOf(p).includes(name) && isWanted(p.version));
    if (new Set(matching.map((p) => p.class)).size > 1) return matching.find((p) => p.class === name) ?? null;
    return matching.toSorted((a, b) => compareVersions(b.version, a.version))[0] ?? null;
  }

  /** @throws ConfigError that offers the nearest names */
  get(kinds: readonly PluginKind[], name: string, version: string | null = null): PluginDescription {
    const plugin = this.find(kinds, name, version);
    if (plugin !== null) return plugin;
    const what = kinds.join(' or ').replace('source or sink', 'connector').replaceAll('_', ' ');
    const versions =
      version === null
        ? []
        : this.ofKind(...kinds)
            .filter((p) => namesOf(p).includes(name))
            .map((p) => p.version);
    if (versions.length > 0)
      throw new ConfigError(`There is no version ${version} of ${name}; installed: ${versions.join(', ')}`);
    const nearest = this.nearest(kinds, name);
    throw new ConfigError(
      `Failed to find any ${what} whose class matches ${name}. ` +
        (nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : 'Is its package in a folder of plugin.path?'),
      { code: 'ERR_PLUGIN_NOT_FOUND' },
    );
  }

  nearest(kinds: readonly PluginKind[], name: string): string[] {
    const wanted = simpleName(name).toLowerCase();
    const ranked = [...new Set(this.ofKind(...kinds).map((p) => p.class))]
      .map((className) => {
        const own = namesOf({ kind: kinds[0]!, class: className }).map((n) =>
          editDistance(simpleName(n).toLowerCase(), wanted),
        );
        return { className, distance: Math.min(...own) };
      })
      .toSorted((a, b) => a.distance - b.distance);
    return ranked
      .filter((r) => r.distance <= Math.max(4, wanted.length / 2))
      .slice(0, 3)
      .map((r) => r.className);
  }
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
