import type { Side } from './results.ts';

export interface Arguments {
  readonly isQuick: boolean;
  readonly isJson: boolean;
  readonly isHelp: boolean;
  readonly without: readonly Side[];
  /** Names of rows, or beginnings of them; none is all. */
  readonly names: readonly string[];
}

export const usage = `npm run bench -- [--quick] [--json] [--no-java] [--no-raw] [NAME…]
  --quick    about three minutes in all, one run of each side
  --json     one JSON document on standard output; progress goes to standard error
  --no-java  without Apache's Connect worker; --no-raw without the limits of the services
  NAME       rows to measure, by name or its beginning`;

const flags: readonly string[] = ['--quick', '--json', '--no-java', '--no-raw', '--help', '-h', '--'];

/** @throws Error about an argument that there is not */
export function parseArguments(args: readonly string[]): Arguments {
  const unknown = args.find((arg) => arg.startsWith('-') && !flags.includes(arg));
  if (unknown !== undefined) throw new Error(`There is no option ${unknown}\n${usage}`);
  const has = (flag: string): boolean => args.includes(flag);
  return {
    isQuick: has('--quick'),
    isJson: has('--json'),
    isHelp: has('--help') || has('-h'),
    without: [...(has('--no-java') ? (['java'] as const) : []), ...(has('--no-raw') ? (['raw'] as const) : [])],
    names: args.filter((arg) => !arg.startsWith('-')),
  };
}

/** The rows that the names ask for, in their own order. @throws Error about a name that no row has */
export function selectRows<T extends { readonly name: string }>(all: readonly T[], names: readonly string[]): T[] {
  const lost = names.find((name) => !all.some((row) => row.name.startsWith(name)));
  if (lost !== undefined) throw new Error(`There is no row ${lost}; there are: ${all.map((r) => r.name).join(', ')}`);
  return all.filter((row) => names.length === 0 || names.some((name) => row.name.startsWith(name)));
}
