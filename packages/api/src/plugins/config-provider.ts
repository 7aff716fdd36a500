import type { ConfigMap } from '../config/config-key.ts';

/** What a provider found, and for how long it holds. */
export interface ConfigData {
  readonly data: Readonly<Record<string, string>>;
  /** Milliseconds after which the values should be asked for again; null is for ever. */
  readonly ttlMs: number | null;
}

/** Supplies the values of `${provider:path:key}` in settings. */
export interface ConfigProvider {
  configure(config: ConfigMap): void | Promise<void>;
  get(path: string, keys: readonly string[]): ConfigData | Promise<ConfigData>;
  close?(): void | Promise<void>;
}
