/** How much and how long: the same for every side of a row. */
export interface Plan {
  readonly name: 'quick' | 'full';
  /** Runs of each side, in turns; the median counts. */
  readonly runs: number;
  /** Starts of each side, of which the median counts. */
  readonly starts: number;
  /** Rest of a worker before its idle memory is read. */
  readonly settleMs: number;
  /** At most; see measuredWindow. */
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Records that are there to be moved. */
  readonly lines: number;
  readonly rows: number;
  readonly documents: number;
}

export const quick: Plan = {
  name: 'quick',
  runs: 1,
  starts: 1,
  settleMs: 1_500,
  warmUpMs: 4_000,
  measureMs: 2_000,
  lines: 4_000_000,
  rows: 400_000,
  documents: 150_000,
};

export const full: Plan = {
  name: 'full',
  runs: 3,
  starts: 9,
  settleMs: 15_000,
  warmUpMs: 30_000,
  measureMs: 10_000,
  lines: 8_000_000,
  rows: 1_500_000,
  documents: 500_000,
};
