/** What a run of the benchmark finds out. */

/** Who does the work: Causeway, Apache's Connect worker, or a plain client of the service that does nothing else (the limit). */
export const sides = ['causeway', 'java', 'raw'] as const;
export type Side = (typeof sides)[number];
export type WorkerSide = Exclude<Side, 'raw'>;

/** Of `records/s` more is better, of the others less. */
export type Unit = 'records/s' | 'ms' | 'MiB';

/** What it took to move records; null where this system does not tell, or the row has no such figure. */
export interface Load {
  readonly megabytesPerSecond: number | null;
  /** User and system time of the process. */
  readonly cpuSecondsPerMillion: number | null;
  readonly peakRssMiB: number | null;
  /** Records and seconds of the measured window. */
  readonly records: number;
  readonly seconds: number;
}

export interface Measurement {
  /** In the row's unit. */
  readonly value: number;
  readonly load?: Load;
}

export interface SideResult {
  readonly runs: readonly Measurement[];
  /** The run in the middle; of an even number the worse of the two. */
  readonly median: Measurement;
}

export interface RowResult {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly results: Readonly<Partial<Record<Side, SideResult>>>;
  /** The Java worker's figure from another machine, where this run can't have one. Not used for ratios. */
  readonly javaReference: number | null;
  readonly problems: readonly string[];
}

export interface Ratios {
  /** How many times better than Java. */
  readonly toJava: number | null;
  /** Share of the raw limit. */
  readonly toRaw: number | null;
}

export function sideResult(runs: readonly Measurement[], unit: Unit): SideResult {
  const sorted = runs.toSorted((a, b) => (unit === 'records/s' ? a.value - b.value : b.value - a.value));
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  if (median === undefined) throw new RangeError('no runs');
  return { runs, median };
}

export function ratios({ results, unit }: Pick<RowResult, 'results' | 'unit'>): Ratios {
  const causeway = results.causeway?.median.value;
  const to = (side: Side): number | null => {
    const other = results[side]?.median.value;
    if (causeway === undefined || other === undefined) return null;
    return unit === 'records/s' ? causeway / other : other / causeway;
  };
  return { toJava: to('java'), toRaw: to('raw') };
}
