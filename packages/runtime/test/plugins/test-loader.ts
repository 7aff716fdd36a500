import type { Plugin } from '@causeway/api';
import { PluginLoader } from '../../src/plugins/loader.ts';
import { type PluginDescription, PluginRegistry } from '../../src/plugins/registry.ts';

/** Plugins that need no import. */
export class TestLoader extends PluginLoader {
  readonly #plugins: readonly Plugin[];

  constructor(known: readonly Plugin[]) {
    super(new PluginRegistry(known.map(({ kind, class: name }) => ({ kind, class: name, version: '1', entry: '' }))));
    this.#plugins = known;
  }

  override async loadDescribed({ kind, class: name }: PluginDescription): Promise<Plugin> {
    return this.#plugins.find((plugin) => plugin.kind === kind && plugin.class === name)!;
  }
}
