import type { ConfigDefinition } from '../config/define-config.ts';
import type { ConfigProvider } from './config-provider.ts';
import type { SinkConnector, SourceConnector } from './connector.ts';
import type { Converter, HeaderConverter } from './converter.ts';
import type { SinkTask, SourceTask } from './task.ts';
import type { Predicate, Transformation } from './transformation.ts';

interface PluginCommon {
  /** The name under which it is configured: the Java class it stands for, or a name of your own in the same form. */
  readonly class: string;
  /** Its settings. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a definition of any keys; only its methods are used
  readonly config: ConfigDefinition<any>;
}

export interface SourcePlugin extends PluginCommon {
  readonly kind: 'source';
  readonly create: () => SourceConnector;
  /** Name of the task's class, shown as `task.class`. */
  readonly taskClass: string;
  readonly createTask: () => SourceTask;
}

export interface SinkPlugin extends PluginCommon {
  readonly kind: 'sink';
  readonly create: () => SinkConnector;
  readonly taskClass: string;
  readonly createTask: () => SinkTask;
}

export interface ConverterPlugin extends PluginCommon {
  readonly kind: 'converter';
  readonly create: () => Converter;
}

export interface HeaderConverterPlugin extends PluginCommon {
  readonly kind: 'header_converter';
  readonly create: () => HeaderConverter;
}

export interface TransformationPlugin extends PluginCommon {
  readonly kind: 'transformation';
  readonly create: () => Transformation;
}

export interface PredicatePlugin extends PluginCommon {
  readonly kind: 'predicate';
  readonly create: () => Predicate;
}

export interface ConfigProviderPlugin extends PluginCommon {
  readonly kind: 'config_provider';
  readonly create: () => ConfigProvider;
}

export type Plugin =
  | SourcePlugin
  | SinkPlugin
  | ConverterPlugin
  | HeaderConverterPlugin
  | TransformationPlugin
  | PredicatePlugin
  | ConfigProviderPlugin;

export type PluginKind = Plugin['kind'];

/** What the entry of a plugin package exports by default: the list of its plugins, and of nothing else. Their version is the package's. */
export function definePlugins(plugins: readonly Plugin[]): readonly Plugin[] {
  const seen = new Set<string>();
  for (const { kind, class: name } of plugins) {
    if (seen.has(`${kind} ${name}`)) throw new TypeError(`definePlugins: ${kind} ${name} is listed twice`);
    seen.add(`${kind} ${name}`);
  }
  return plugins;
}
