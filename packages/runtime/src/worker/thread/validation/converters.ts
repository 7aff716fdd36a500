import type { ConfigKey, ConfigMap, Converter } from '@causeway/api';
import { withPrefix } from '../../../config/worker-config.ts';
import type { PluginLoader } from '../../../plugins/loader.ts';
import { type Part, valueOf } from './config-infos.ts';

/** The settings of converters that the connector sets itself. Java: AbstractHerder#validateAllConverterConfigs */
export async function converterParts(config: ConfigMap, loader: PluginLoader, framework: Part): Promise<Part[]> {
  const parts: Part[] = [];
  for (const which of ['header', 'key', 'value'] as const) {
    const name = config[`${which}.converter`] ?? null;
    const problems = valueOf(framework, `${which}.converter`).errorMessages;
    if (name === null || problems.length > 0) continue;
    try {
      parts.push(await converterPart(which, name, config, loader));
    } catch (error) {
      problems.push(`Invalid value ${name} for configuration ${which}.converter: ${(error as Error).message}`);
    }
  }
  return parts;
}

async function converterPart(
  which: 'header' | 'key' | 'value',
  name: string,
  config: ConfigMap,
  loader: PluginLoader,
): Promise<Part> {
  const kind = which === 'header' ? 'header_converter' : 'converter';
  const prefix = `${which}.converter.`;
  const own = { ...withPrefix(config, prefix), 'converter.type': which };
  const plugin = await loader.load([kind], name, config[`${which}.converter.plugin.version`] ?? null);
  const values = await plugin.config.validate(own);
  const isSound = values.every((v) => v.errorMessages.length === 0);
  if (isSound && kind === 'converter') (plugin.create() as Converter).configure(own, which === 'key');
  const keys = Object.entries(plugin.config.keys as Readonly<Record<string, ConfigKey>>);
  const named = keys.map(([key, definition]) => [key, { ...definition, displayName: definition.displayName ?? key }]);
  return { keys: Object.fromEntries(named) as Part['keys'], values, prefix, group: null };
}

/** Java lists the groups of a converter's settings as its hash map of them is ordered. */
export function groupsOfConverter({ keys }: Part): string[] {
  const buckets = Object.keys(keys).length > 12 ? 32 : 16;
  const sorted = Object.entries(keys).toSorted(([a], [b]) => bucket(a, buckets) - bucket(b, buckets));
  return sorted.flatMap(([, { group }]) => (group === null ? [] : [group]));
}

/** Java: String#hashCode, HashMap#hash */
function bucket(key: string, buckets: number): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(31, hash) + key.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}
