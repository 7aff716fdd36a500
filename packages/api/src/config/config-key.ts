/** The value types of settings, as Kafka's ConfigDef names them. */
export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';
export type Importance = 'HIGH' | 'MEDIUM' | 'LOW';
export type Width = 'NONE' | 'SHORT' | 'MEDIUM' | 'LONG';

/** Settings as text, as they stand in a properties file or a REST request; null is "present without a value". */
export type ConfigMap = Readonly<Record<string, string | null>>;

/** Says what is wrong with a parsed value, or null; `describe` goes into the reference docs. */
export interface Validator {
  (value: unknown, name: string): string | null;
  readonly describe?: string;
}

/** Which values a form should offer, and whether it should show the key at all, given the other values. May ask a live system. */
export interface Recommender {
  validValues(name: string, values: Readonly<Record<string, unknown>>): unknown[] | Promise<unknown[]>;
  visible(name: string, values: Readonly<Record<string, unknown>>): boolean;
}

export interface ConfigKeyOptions<T> {
  /** Without one the key is required. null is a default too. */
  readonly default?: T | null;
  readonly importance: 'high' | 'medium' | 'low';
  /** What the setting does, in whole sentences, with its unit. */
  readonly doc: string;
  readonly validate?: Validator;
  readonly group?: string;
  /** Place in the group; by default the order in which the keys of the group are written. */
  readonly order?: number;
  readonly width?: 'none' | 'short' | 'medium' | 'long';
  readonly displayName?: string;
  readonly dependents?: readonly string[];
  readonly recommender?: Recommender;
  /** Not shown in docs or forms. */
  readonly internal?: boolean;
}

/** One setting, with everything about it. */
export interface ConfigKey<T = unknown> {
  readonly type: ConfigType;
  readonly hasDefault: boolean;
  readonly defaultValue: T | null;
  readonly importance: Importance;
  readonly documentation: string;
  readonly validator: Validator | null;
  readonly group: string | null;
  readonly order: number | null;
  readonly width: Width;
  readonly displayName: string | null;
  readonly dependents: readonly string[];
  readonly recommender: Recommender | null;
  readonly internal: boolean;
}

/** A secret. It prints as `[hidden]` wherever it is turned into text; `value` alone gives it away. */
export class Password {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  get value(): string {
    return this.#value;
  }

  toString(): string {
    return '[hidden]';
  }

  toJSON(): string {
    return '[hidden]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[hidden]';
  }
}

type Options<T> = ConfigKeyOptions<T> & { readonly default?: T };
type OptionalOptions<T> = ConfigKeyOptions<T> & { readonly default: null };

function key<T>(type: ConfigType, o: ConfigKeyOptions<T>): ConfigKey<T> {
  return {
    type,
    hasDefault: o.default !== undefined,
    defaultValue: o.default ?? null,
    importance: o.importance.toUpperCase() as Importance,
    documentation: o.doc,
    validator: o.validate ?? null,
    group: o.group ?? null,
    order: o.order ?? null,
    width: (o.width ?? 'none').toUpperCase() as Width,
    displayName: o.displayName ?? null,
    dependents: o.dependents ?? [],
    recommender: o.recommender ?? null,
    internal: o.internal ?? false,
  };
}

interface KeyConstructor<T> {
  (options: OptionalOptions<T>): ConfigKey<T | null>;
  (options: Options<T>): ConfigKey<T>;
}

const typed =
  <T>(type: ConfigType): KeyConstructor<T> =>
  (options: ConfigKeyOptions<T>) =>
    key(type, options);

/** `true` or `false`. */
export const boolean = typed<boolean>('BOOLEAN');
/** A text, without the blanks around it. */
export const string = typed<string>('STRING');
/** 32-bit integer. */
export const int = typed<number>('INT');
/** 16-bit integer. */
export const short = typed<number>('SHORT');
/** 64-bit integer, as the nearest number: past 2^53 the last digits are lost. */
export const long = typed<number>('LONG');
/** 64-bit floating point number. */
export const double = typed<number>('DOUBLE');
/** Texts separated by commas. */
export const list = typed<readonly string[]>('LIST');
/** The name of a class. */
export const className = typed<string>('CLASS');
/** A secret, which shows itself nowhere. */
export const password = typed<Password>('PASSWORD');
