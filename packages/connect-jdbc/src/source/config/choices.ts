import { JavaRegex, type Recommender, rule, type Validator } from '@causeway/api';
import { dialectNames } from '../../dialect/find-dialect.ts';
import { Zone } from '../../time/zone.ts';
import { parseIncrementingMapping, parseTimestampMapping } from './column-mapping.ts';

export const MODES = ['bulk', 'incrementing', 'timestamp', 'timestamp+incrementing'] as const;

export const GRANULARITIES = [
  'connect_logical',
  'micros_iso_datetime_string',
  'micros_long',
  'micros_string',
  'nanos_iso_datetime_string',
  'nanos_long',
  'nanos_string',
] as const;

export const NUMERIC_MAPPINGS = ['best_fit', 'best_fit_eager_double', 'none', 'precision_only'] as const;

export const ISOLATION_MODES = [
  'default',
  'read_committed',
  'read_uncommitted',
  'repeatable_read',
  'serializable',
  'sql_server_snapshot',
] as const;

/** Java: EnumRecommender takes a value in small letters or in capitals, but not mixed. */
export const choice = (values: readonly string[], { orNull = false } = {}): Validator =>
  rule(`one of ${values.join(', ')}`, (value) => {
    if (value === null) return orNull ? null : `must be one of: ${values.join(', ')}`;
    const isKnown = values.some((known) => value === known.toLowerCase() || value === known.toUpperCase());
    return isKnown ? null : `must be one of: ${values.join(', ')}`;
  });

/** "" passes here: whether a mode is needed is seen by the keys that depend on it. */
export const modeChoice = rule(`one of ${MODES.join(', ')}`, (value) =>
  value === '' || (MODES as readonly unknown[]).includes(value) ? null : `must be one of: ${MODES.join(', ')}`,
);

export const dialectChoice = rule(`empty or one of ${dialectNames.join(', ')}`, (value) =>
  value === '' || dialectNames.includes(String(value)) ? null : `must be empty or one of: ${dialectNames.join(', ')}`,
);

export const timeZone = rule('a time zone', (value) => {
  try {
    new Zone(String(value));
    return null;
  } catch {
    return 'must be the name of a time zone, such as UTC or Europe/Berlin';
  }
});

export const topicPrefix = rule('at most 249 of the characters a-z, A-Z, 0-9, ".", "_" and "-"', (value) =>
  /^[a-zA-Z0-9._-]{0,249}$/.test(String(value))
    ? null
    : 'must have at most 249 characters, of a-z, A-Z, 0-9, ".", "_" and "-"',
);

const each = (describe: string, problemOf: (entry: string) => string | null): Validator =>
  rule(describe, (value) => {
    for (const entry of (value ?? []) as readonly string[]) {
      const problem = problemOf(entry);
      if (problem !== null) return problem;
    }
    return null;
  });

const tried = (parse: (entry: string) => unknown) => (entry: string) => {
  try {
    parse(entry);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

export const regexes = each(
  'regular expressions',
  tried((pattern) => new JavaRegex(pattern)),
);
export const incrementingMappings = each('entries of the form regex:column', tried(parseIncrementingMapping));
export const timestampMappings = each('entries of the form regex:[column1|column2]', tried(parseTimestampMapping));

export const offers = (values: readonly string[]): Recommender => ({
  validValues: () => [...values],
  visible: () => true,
});

export const hidden: Recommender = { validValues: () => [], visible: () => false };

const VISIBLE_IN: Readonly<Record<string, readonly string[]>> = {
  bulk: [],
  incrementing: ['incrementing.column.name', 'incrementing.column.mapping', 'validate.non.null'],
  timestamp: ['timestamp.column.name', 'timestamp.columns.mapping', 'validate.non.null'],
  'timestamp+incrementing': [
    'incrementing.column.name',
    'incrementing.column.mapping',
    'timestamp.column.name',
    'timestamp.columns.mapping',
    'validate.non.null',
  ],
};

/** Shows a key in the modes that use it; without a mode, that is an error of every such key, as in Java. */
export const byMode: Recommender = {
  validValues: () => [],
  visible: (name, { mode }) => {
    const shown = VISIBLE_IN[String(mode)];
    if (shown !== undefined) return shown.includes(name);
    const is = mode === '' || mode === null ? 'is not set' : 'has an unknown value';
    throw new Error(`${name} depends on mode, which ${is}; set it to one of: ${MODES.join(', ')}`);
  },
};
