import { ConfigError } from '@causeway/api';
import type { ClientProperties } from './port.ts';

/** setTimeout's upper limit, and what Java users write for "never". */
export const maxTimerMs = 2_147_483_647;

/** Reads a client's settings as Java parses them; messages are Java's. */
export class Settings {
  readonly #properties: ClientProperties;

  constructor(properties: ClientProperties) {
    this.#properties = properties;
  }

  /** Whether the user gave it; an empty text counts. */
  has(name: string): boolean {
    return this.#properties[name] !== undefined;
  }

  text<T>(name: string, fallback: T): string | T {
    return this.#properties[name]?.trim() ?? fallback;
  }

  /** A whole number; Java's LONG_MAX and the like come out as the nearest double, which is as good as endless. */
  int(name: string, fallback: number, least = 0): number {
    const text = this.text(name, null);
    if (text === null) return fallback;
    if (!/^[+-]?\d+$/.test(text)) throw invalid(name, text, 'Not a number of type INT');
    const value = Number(text);
    if (value < least) throw invalid(name, text, `Value must be at least ${least}`);
    return value;
  }

  boolean(name: string, fallback: boolean): boolean {
    const text = this.text(name, null)?.toLowerCase();
    if (text === undefined) return fallback;
    if (text !== 'true' && text !== 'false') throw invalid(name, text, 'Expected value to be either true or false');
    return text === 'true';
  }

  oneOf<T extends string>(name: string, fallback: T, allowed: readonly T[]): T {
    const text = this.text(name, null);
    if (text === null) return fallback;
    const found = allowed.find((value) => value.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw invalid(name, text, `String must be one of: ${allowed.join(', ')}`);
    return found;
  }
}

function invalid(name: string, value: string, why: string): ConfigError {
  return new ConfigError(`Invalid value ${value} for configuration ${name}: ${why}`);
}
