import { ConfigError } from '../errors.ts';
import type { ConfigKey, ConfigMap } from './config-key.ts';
import { invalid, parseValue } from './parse-value.ts';

type Keys = Readonly<Record<string, ConfigKey>>;

/** The values of a definition: one property a key, of the key's type. */
export type ConfigValues<K extends Keys> = { readonly [N in keyof K]: K[N] extends ConfigKey<infer T> ? T : never };

export type ConfigOf<D> = D extends ConfigDefinition<infer K> ? ConfigValues<K> : never;

/** The outcome of checking one key. */
export interface ConfigValue {
  readonly name: string;
  /** The parsed value; null where there is none or it could not be parsed. */
  value: unknown;
  recommendedValues: unknown[];
  readonly errorMessages: string[];
  visible: boolean;
}

/** Adds an error to a key, from a rule that looks at several keys. */
export type Report = (name: string, message: string) => void;

export interface ConfigRules<K extends Keys> {
  /**
   * Rules across keys. Called with the values that could be parsed (others hold their default), by REST validation and at start-up alike.
   * May ask the outside world.
   */
  readonly validate?: (values: ConfigValues<K>, report: Report, raw: ConfigMap) => void | Promise<void>;
}

/** A set of settings: parsing, checking, forms and docs derive from it. */
export class ConfigDefinition<K extends Keys = Keys> {
  readonly keys: K;
  /** Called with values of its own keys only; `never` keeps definitions of all keys assignable to ConfigDefinition. */
  readonly #validate: ((values: never, report: Report, raw: ConfigMap) => void | Promise<void>) | null;

  constructor(keys: K, rules: ConfigRules<K> = {}) {
    this.keys = numberedInGroups(keys);
    this.#validate = rules.validate ?? null;
  }

  get hasRules(): boolean {
    return this.#validate !== null;
  }

  /**
   * The typed values. Keys that are not defined here are ignored.
   * @throws ConfigError for the first key that is missing or wrong; does not run the rules across keys
   */
  parse(raw: ConfigMap): ConfigValues<K> {
    const values: Record<string, unknown> = {};
    for (const [name, key] of Object.entries(this.keys)) {
      const text = raw[name];
      if (text === undefined || text === null) {
        if (text === undefined && !key.hasDefault) throw missing(name);
        values[name] = text === undefined ? key.defaultValue : null;
      } else {
        values[name] = parseValue(name, key.type, text);
      }
      const problem = key.validator?.(values[name], name) ?? null;
      if (problem !== null) throw invalid(name, values[name], problem);
    }
    return values as ConfigValues<K>;
  }

  /** Checks every key and then, unless `keysOnly`, the rules across keys; never throws for what it finds. */
  async validate(raw: ConfigMap, { keysOnly = false } = {}): Promise<ConfigValue[]> {
    const results = new Map(Object.entries(this.keys).map(([name, key]) => [name, checkKey(name, key, raw[name])]));
    if (!keysOnly && this.#validate !== null) {
      const values = Object.fromEntries(Object.keys(this.keys).map((n) => [n, this.#valueOrDefault(n, results)]));
      await this.#validate(
        values as never,
        (name, message) => {
          let result = results.get(name);
          if (result === undefined) results.set(name, (result = emptyValue(name, raw[name] ?? null)));
          result.errorMessages.push(message);
        },
        raw,
      );
    }
    await this.#recommend(results);
    return [...results.values()];
  }

  /** Checks like `validate` and gives the values. @throws ConfigError that lists every problem, one a line */
  async parseAndCheck(raw: ConfigMap): Promise<ConfigValues<K>> {
    const problems = (await this.validate(raw)).flatMap((v) => v.errorMessages);
    if (problems.length > 0) throw new ConfigError(problems.join('\n'), { code: 'ERR_CONFIG_INVALID' });
    return this.parse(raw);
  }

  #valueOrDefault(name: string, results: ReadonlyMap<string, ConfigValue>): unknown {
    const result = results.get(name)!;
    return result.errorMessages.length > 0 ? this.keys[name]!.defaultValue : result.value;
  }

  async #recommend(results: ReadonlyMap<string, ConfigValue>): Promise<void> {
    const values = Object.fromEntries([...results].map(([n, r]) => [n, r.value]));
    for (const [name, { recommender }] of Object.entries(this.keys)) {
      if (recommender === null) continue;
      const result = results.get(name)!;
      try {
        result.recommendedValues = await recommender.validValues(name, values);
        result.visible = recommender.visible(name, values);
      } catch (error) {
        result.errorMessages.push((error as Error).message);
      }
    }
  }
}

/**
 * Defines the settings of a component, one entry a key, everything about the key in its entry.
 *
 * ```ts
 * export const fileSourceConfig = defineConfig({
 *   file: string({ default: null, importance: 'high', doc: 'Source file; standard input if not given.' }),
 *   topic: string({ validate: nonEmpty, importance: 'high', doc: 'Topic to publish to.' }),
 * });
 * ```
 */
export function defineConfig<K extends Keys>(keys: K, rules?: ConfigRules<K>): ConfigDefinition<K> {
  return new ConfigDefinition(keys, rules);
}

export const missing = (name: string): ConfigError =>
  new ConfigError(`Missing required configuration "${name}" which has no default value.`, {
    code: 'ERR_CONFIG_MISSING',
  });

const emptyValue = (name: string, value: unknown): ConfigValue => ({
  name,
  value,
  recommendedValues: [],
  errorMessages: [],
  visible: true,
});

/** Java: ConfigDef#parseForValidate, which asks the validator even where nothing could be parsed. */
function checkKey(name: string, key: ConfigKey, text: string | null | undefined): ConfigValue {
  const result = emptyValue(name, null);
  const attempt = (check: () => void): void => {
    try {
      check();
    } catch (error) {
      result.errorMessages.push((error as Error).message);
    }
  };
  attempt(() => {
    if (text === undefined && !key.hasDefault) throw missing(name);
    result.value = text === undefined ? key.defaultValue : text === null ? null : parseValue(name, key.type, text);
  });
  attempt(() => {
    const problem = key.validator?.(result.value, name) ?? null;
    if (problem !== null) throw invalid(name, result.value, problem);
  });
  return result;
}

function numberedInGroups<K extends Keys>(keys: K): K {
  const next = new Map<string, number>();
  const entries = Object.entries(keys).map(([name, key]) => {
    if (key.group === null) return [name, key] as const;
    const order = key.order ?? (next.get(key.group) ?? 0) + 1;
    next.set(key.group, order);
    return [name, { ...key, order }] as const;
  });
  return Object.fromEntries(entries) as K;
}
