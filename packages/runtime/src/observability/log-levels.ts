/** Java's levels, the most quiet first. */
const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const;
export type LevelName = (typeof levels)[number];

const rank = (level: LevelName): number => levels.indexOf(level);

export const isLevel = (text: string): text is LevelName => (levels as readonly string[]).includes(text);

export interface LoggerLevel {
  readonly level: LevelName;
  /** Milliseconds since the epoch; null until it was changed through REST. */
  readonly last_modified: number | null;
}

/** Levels as they are brought to another thread, by the names of loggers. */
export type LevelSettings = readonly (readonly [logger: string, level: LevelName])[];

const root = 'root';

/**
 * The levels of loggers, by names that stand for packages and classes as in Java: `org.apache.kafka.connect` is the worker itself,
 * `org.apache.kafka.clients` its Kafka clients, and what a connector logs has the name of its class. Names that nothing logs under are kept
 * as well. A logger without a level of its own has that of the next name above it. Java: Loggers
 */
export class LogLevels {
  readonly #own = new Map<string, LoggerLevel>([[root, { level: 'INFO', last_modified: null }]]);
  readonly #known = new Set<string>([root]);
  readonly #effective = new Map<string, number>();

  /** There is a logger of this name. */
  know(logger: string): void {
    this.#known.add(logger);
  }

  /** Is this written? Asked for every line. */
  isEnabled(logger: string, level: LevelName): boolean {
    let most = this.#effective.get(logger);
    if (most === undefined) this.#effective.set(logger, (most = rank(this.#levelOf(logger).level)));
    return rank(level) <= most;
  }

  /** null for a logger that nobody knows. */
  get(logger: string): LoggerLevel | null {
    return this.#known.has(logger) ? this.#levelOf(logger) : null;
  }

  /** Those that are not off. */
  all(): Record<string, LoggerLevel> {
    const shown = [...this.#known].map((name) => [name, this.#levelOf(name)] as const);
    return Object.fromEntries(
      shown.filter(([, { level }]) => level !== 'OFF').toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  /**
   * Sets a logger, and those that there are whose names begin with its name; `root` sets all.
   * @returns the names of those whose level changed, in order
   */
  set(namespace: string, level: LevelName): string[] {
    const below = [...this.#known].filter((name) => namespace === root || name.startsWith(namespace));
    const changed = [...new Set([namespace, ...below])].filter((name) => this.#levelOf(name).level !== level);
    for (const name of changed) {
      this.#own.set(name, { level, last_modified: Date.now() });
      this.#known.add(name);
    }
    this.#effective.clear();
    return changed.toSorted();
  }

  /** Those that were set, and the root. */
  settings(): LevelSettings {
    return [...this.#own].map(([name, { level }]) => [name, level]);
  }

  /** From now on these are set, and no others. */
  replace(settings: LevelSettings): void {
    this.#own.clear();
    for (const [name, level] of settings) this.#own.set(name, { level, last_modified: null });
    this.#effective.clear();
  }

  #levelOf(logger: string): LoggerLevel {
    for (let name = logger; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
      const own = this.#own.get(name);
      if (own !== undefined) return name === logger ? own : { level: own.level, last_modified: null };
    }
    return { level: this.#own.get(root)!.level, last_modified: null };
  }
}

/** Those of this thread. */
export const logLevels = new LogLevels();
