import { ConnectError, type Plugin, type PluginKind } from '@causeway/api';
import type { PluginDescription } from './registry.ts';
import type { PluginRegistry } from './registry.ts';

type OfKind<K extends PluginKind> = Extract<Plugin, { kind: K }>;

/** Imports plugin code, each module once, in the thread that it is called in. */
export class PluginLoader {
  readonly registry: PluginRegistry;
  readonly #modules = new Map<string, Promise<readonly Plugin[]>>();

  constructor(registry: PluginRegistry) {
    this.registry = registry;
  }

  /** @throws ConfigError for an unknown name, ConnectError if its package can't be loaded */
  async load<K extends PluginKind>(
    kinds: readonly K[],
    name: string,
    version: string | null = null,
  ): Promise<OfKind<K> & { version: string }> {
    const description = this.registry.get(kinds, name, version);
    return { ...((await this.loadDescribed(description)) as OfKind<K>), version: description.version };
  }

  async loadDescribed({ kind, class: className, entry }: PluginDescription): Promise<Plugin> {
    const plugins = await this.#module(entry);
    const plugin = plugins.find((p) => p.kind === kind && p.class === className);
    if (plugin === undefined)
      throw new ConnectError(`${entry} has no ${kind} ${className}, though the manifest of its package lists it`);
    return plugin;
  }

  #module(entry: string): Promise<readonly Plugin[]> {
    let loading = this.#modules.get(entry);
    if (loading === undefined) this.#modules.set(entry, (loading = importPlugins(entry)));
    return loading;
  }
}

/** The list that a plugin module exports. @throws ConnectError if it can't be imported or exports no list */
export async function importPlugins(entry: string): Promise<readonly Plugin[]> {
  let module: { default?: unknown };
  try {
    module = (await import(entry)) as { default?: unknown };
  } catch (cause) {
    throw new ConnectError(`Could not load plugins from ${entry}: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(module.default))
    throw new ConnectError(`${entry} must export by default the list that definePlugins() makes`);
  return module.default as readonly Plugin[];
}
