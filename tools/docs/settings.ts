/** Settings in the documentation: are they what the code takes? */
import type { ConfigDefinition, Plugin, PluginKind } from '@causeway/api';
import {
  distributedConfig,
  namesOf,
  parseProperties,
  sinkConnectorConfig,
  sourceConnectorConfig,
  standaloneConfig,
} from '@causeway/runtime';
import type { Block } from './blocks.ts';

export type Settings = Readonly<Record<string, string>>;

/** The settings of a block; null if it holds something else, such as a manifest. */
export function settingsOf({ file, line, language, text }: Block): Settings | null {
  const settings =
    language === 'properties' ? parseProperties(text, `${file}:${line}`) : language === 'json' ? flat(text) : null;
  return settings !== null && Object.keys(settings).some((key) => isSetting.test(key)) ? settings : null;
}

const isSetting = /^(connector\.class|bootstrap\.servers|(key|value|header)\.converter|transforms|predicates)$/;

/** `{name, config}` or the settings alone. Values that are no texts are for other readers than a worker. */
function flat(text: string): Settings | null {
  const { config, name, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const settings = (config ?? rest) as Record<string, unknown>;
  const entries = Object.entries({ ...(name === undefined ? {} : { name }), ...settings });
  return entries.every(([, value]) => typeof value === 'string') ? (Object.fromEntries(entries) as Settings) : null;
}

/** Left to Kafka's clients, or made of names that the user chooses. */
const open = /^(producer|consumer|admin)\.|^topic\.creation\.|^config\.providers\./;

interface Definition {
  /** What stands before its keys. */
  readonly prefix: string;
  readonly definition: ConfigDefinition;
}

/** What is wrong with them, one sentence each: a class that there is not, a key that nobody knows, a value that is refused. */
export async function problemsOf(settings: Settings, plugins: readonly Plugin[]): Promise<string[]> {
  const problems: string[] = [];
  const definitions: Definition[] = [];
  const use = (kinds: readonly PluginKind[], key: string, prefix: string): Plugin | undefined => {
    const name = settings[key];
    if (name === undefined) return undefined;
    const plugin = plugins.find((p) => kinds.includes(p.kind) && namesOf(p).includes(name));
    if (plugin === undefined) problems.push(`${key}=${name}: there is no such class`);
    else definitions.push({ prefix, definition: plugin.config as ConfigDefinition });
    return plugin;
  };

  const connector = use(['source', 'sink'], 'connector.class', '');
  if (connector !== undefined) {
    definitions.push({
      prefix: '',
      definition: connector.kind === 'sink' ? sinkConnectorConfig : sourceConnectorConfig,
    });
  }
  if ('bootstrap.servers' in settings) {
    definitions.push({ prefix: '', definition: 'group.id' in settings ? distributedConfig : standaloneConfig });
  }
  for (const which of ['key', 'value'] as const) use(['converter'], `${which}.converter`, `${which}.converter.`);
  for (const [list, kind] of [
    ['transforms', 'transformation'],
    ['predicates', 'predicate'],
  ] as const) {
    for (const alias of (settings[list] ?? '').split(',').filter((a) => a !== ''))
      use([kind], `${list}.${alias.trim()}.type`, `${list}.${alias.trim()}.`);
  }
  problems.push(...unknownKeys(settings, definitions));
  for (const definition of definitions) problems.push(...(await refusedValues(settings, definition)));
  return problems;
}

/** Of settings that are only a part, nobody can tell which keys of the framework belong to it. */
const framework =
  /^(name|connector\.class|(key|value|header)\.converter|transforms|predicates|(transforms|predicates)\.[^.]+\.(type|predicate|negate|plugin\.version))$/;

function unknownKeys(settings: Settings, definitions: readonly Definition[]): string[] {
  const known = definitions.flatMap(({ prefix, definition }) =>
    Object.keys(definition.keys).map((key) => prefix + key),
  );
  return Object.keys(settings)
    .filter((key) => !known.includes(key) && !framework.test(key) && !open.test(key))
    .map((key) => `${key}: nobody knows this key`);
}

/** Rules across keys are left out: they may ask the outside world. */
async function refusedValues(settings: Settings, { prefix, definition }: Definition): Promise<string[]> {
  const own = Object.entries(settings).filter(([key]) => key.startsWith(prefix));
  const raw: Record<string, string> = Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
  const converter = /^(key|value)\.converter\.$/.exec(prefix);
  if (converter !== null) raw['converter.type'] = converter[1]!;
  const values = await definition.validate(raw, { keysOnly: true });
  return values
    .filter(({ name }) => raw[name]?.includes('${') !== true)
    .filter(({ name }) => name !== 'name') // its place may be the URL
    .flatMap(({ errorMessages }) => errorMessages.map((message) => `${prefix}${message}`));
}
