import type { Converter, HeaderConverter } from '@causeway/api';
import type { WorkerConfig } from '../config/worker-config.ts';
import { withPrefix } from '../config/worker-config.ts';
import type { PluginLoader } from '../plugins/loader.ts';

type Config = Readonly<Record<string, string>>;

export interface Converters {
  readonly key: Converter;
  readonly value: Converter;
  readonly header: HeaderConverter;
}

/** The converters of a connector: its own, with its settings alone, or else the worker's. */
export async function createConverters(
  connector: Config,
  worker: WorkerConfig,
  loader: PluginLoader,
): Promise<Converters> {
  return {
    key: await converter('key', connector, worker, loader),
    value: await converter('value', connector, worker, loader),
    header: await headerConverter(connector, worker, loader),
  };
}

async function converter(
  which: 'key' | 'value',
  connector: Config,
  worker: WorkerConfig,
  loader: PluginLoader,
): Promise<Converter> {
  const source = connector[`${which}.converter`] === undefined ? worker.originals : connector;
  const plugin = await loader.load(
    ['converter'],
    source[`${which}.converter`]!,
    source[`${which}.converter.plugin.version`] ?? null,
  );
  const instance = plugin.create();
  instance.configure({ ...withPrefix(source, `${which}.converter.`), 'converter.type': which }, which === 'key');
  return instance;
}

async function headerConverter(
  connector: Config,
  worker: WorkerConfig,
  loader: PluginLoader,
): Promise<HeaderConverter> {
  const source = connector['header.converter'] === undefined ? worker.originals : connector;
  const name = source['header.converter'] ?? worker.values['header.converter'];
  const plugin = await loader.load(['header_converter'], name, source['header.converter.plugin.version'] ?? null);
  const instance = plugin.create();
  instance.configure({ ...withPrefix(source, 'header.converter.'), 'converter.type': 'header' });
  return instance;
}
