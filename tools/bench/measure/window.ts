/** Which part of a run counts. */

export interface Sample {
  readonly atMs: number;
  /** Records that are through by then. */
  readonly count: number;
  readonly cpuSeconds: number | null;
}

export interface Limits {
  /** Records that there are. */
  readonly total: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface Window {
  readonly open: Sample;
  readonly close: Sample;
}

/**
 * Part of the input that counts as warm-up: the same number of records for every side, since a JVM and V8 both compile what they run often.
 * The limit in time is for a side so slow that it would not come to an end.
 */
const warmUpShare = 0.2;

/**
 * The measured window. It opens when a fifth of the input or `warmUpMs` since the first record are over, whichever is first, and closes when
 * all is through or after `measureMs`. Null while it is not over, and for ever if all was through at once.
 */
export function measuredWindow(samples: readonly Sample[], { total, warmUpMs, measureMs }: Limits): Window | null {
  const first = samples.find(({ count }) => count > 0);
  if (first === undefined) return null;
  const open = samples.find((s) => s.count >= total * warmUpShare || (s.count > 0 && s.atMs >= first.atMs + warmUpMs));
  if (open === undefined) return null;
  const close = samples.find((s) => s.atMs > open.atMs && (s.count >= total || s.atMs >= open.atMs + measureMs));
  return close === undefined || close.count <= open.count ? null : { open, close };
}
