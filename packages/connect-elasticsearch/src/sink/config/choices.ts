import { type Recommender, rule, type Validator } from '@causeway/api';

/** Values of a setting that may be written in upper or lower case. Java offers and lists them in lower case, but its defaults are upper. */
export interface Choices<T extends string> {
  readonly validate: Validator;
  readonly recommender: Recommender;
  /** The value in lower case. */
  of(value: string): T;
}

export function choices<const T extends string>(...values: readonly T[]): Choices<T> {
  const find = (value: unknown) => values.find((known) => known === String(value).toLowerCase());
  const list = `[${values.join(', ')}]`;
  return {
    validate: rule(list, (value) =>
      value === null || find(value) !== undefined ? null : `Value must be one of: ${list}`,
    ),
    recommender: { validValues: () => [...values], visible: () => true },
    of: (value) => find(value) ?? values[0]!,
  };
}
