import type { Validator } from './config-key.ts';

const validator = (describe: string, check: (value: unknown, name: string) => string | null): Validator =>
  Object.assign((value: unknown, name: string) => check(value, name), { describe });

export const nonEmpty = validator('non-empty string', (v) =>
  typeof v === 'string' && v === '' ? 'String must be non-empty' : null,
);

export const notNull = validator('non-null', (v) => (v === null ? 'entry must be non null' : null));

export const atLeast = (min: number): Validator =>
  validator(`[${min},...]`, (v) =>
    v === null ? 'Value must be non-null' : (v as number) < min ? `Value must be at least ${min}` : null,
  );

export const between = (min: number, max: number): Validator =>
  validator(`[${min},...,${max}]`, (v) => {
    if (v === null) return 'Value must be non-null';
    if ((v as number) < min) return `Value must be at least ${min}`;
    return (v as number) > max ? `Value must be no more than ${max}` : null;
  });

export const oneOf = (...values: readonly string[]): Validator =>
  validator(`[${values.join(', ')}]`, (v) =>
    typeof v === 'string' && values.includes(v) ? null : `String must be one of: ${values.join(', ')}`,
  );

export const oneOfIgnoringCase = (...values: readonly string[]): Validator =>
  validator(`(case insensitive) [${values.map((v) => v.toUpperCase()).join(', ')}]`, (v) =>
    typeof v === 'string' && values.some((known) => known.toLowerCase() === v.toLowerCase())
      ? null
      : `String must be one of (case insensitive): ${values.map((known) => known.toUpperCase()).join(', ')}`,
  );

/** Passes where every one of them does; says what the first that fails says. */
export const all = (...validators: readonly Validator[]): Validator =>
  validator(validators.map((v) => v.describe ?? '').join(','), (value, name) => {
    for (const check of validators) {
      const problem = check(value, name);
      if (problem !== null) return problem;
    }
    return null;
  });

/** A rule of your own. `check` says what is wrong, or null. */
export const rule = (describe: string, check: (value: unknown, name: string) => string | null): Validator =>
  validator(describe, check);
