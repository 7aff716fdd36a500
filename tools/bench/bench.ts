import type { Plan } from './plan.ts';
import type { Measurement, Side, Unit } from './results.ts';
import type { ServiceName } from '../services/services.ts';
import type { Topics } from './topics.ts';

/** What every row is given. */
export interface Bench {
  readonly plan: Plan;
  /** A folder for files of this run, removed at its end. */
  readonly dir: string;
  /** Addresses of the services, by the environment variables that tests read. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly topics: Topics;
  /** A file with the plan's lines, made when it is asked for first. */
  readonly linesFile: () => Promise<string>;
  readonly signal: AbortSignal;
  /** A name that no other topic, table, index or connector has. */
  readonly unique: (what: string) => string;
  /** Tells of progress. */
  readonly say: (line: string) => void;
}

/** One line of the report. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly sides: readonly Side[];
  readonly services: readonly ServiceName[];
  /** Left out of a quick run, unless it is named. */
  readonly isExtra?: boolean;
  /** How often each side is measured. */
  readonly runs: (plan: Plan) => number;
  /** See RowResult. */
  readonly javaReference?: number;
  /**
   * Makes what the sides work on, as soon as the row's services are up and while others still start; `cleanup` is disposed of when all sides
   * have been measured.
   */
  readonly prepare: (bench: Bench, cleanup: AsyncDisposableStack) => Promise<MeasureSide>;
}

/** Measures a side once. */
export type MeasureSide = (side: Side) => Promise<Measurement>;
