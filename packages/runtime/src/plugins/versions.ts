import { ConfigError } from '@causeway/api';

/** Orders versions by their numbers; a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((v) => /^(\d+(?:\.\d+)*)(?:-(.*))?/.exec(v)) as [
    RegExpExecArray | null,
    RegExpExecArray | null,
  ];
  const [xs, ys] = [x, y].map((m) => (m?.[1] ?? '0').split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(xs.length, ys.length); i++) {
    const difference = (xs[i] ?? 0) - (ys[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return (x?.[2] ?? '\uffff').localeCompare(y?.[2] ?? '\uffff');
}

/** `[1.0,2.0)`, `(,1.5]`, `[1.0]`; several are separated by commas. */
const range = /\s*([[(])([^[\](),]*)(?:(,)([^[\](),]*))?([\])])\s*/y;

/**
 * Tells whether a version is asked for: any by null or `latest`, this one by a plain version, those within by Maven's ranges.
 * Java: PluginUtils#connectorVersionRequirement
 * @throws ConfigError for a range that is not well formed
 */
export function versionTest(wanted: string | null): (version: string) => boolean {
  const text = (wanted ?? 'latest').trim();
  if (text === 'latest') return () => true;
  if (!/[[(\])]/.test(text)) return (version) => compareVersions(version, text) === 0;
  const tests = rangesOf(text);
  return (version) => tests.some((isWithin) => isWithin(version));
}

function rangesOf(text: string): ((version: string) => boolean)[] {
  const tests: ((version: string) => boolean)[] = [];
  range.lastIndex = 0;
  for (;;) {
    const match = range.exec(text);
    if (match === null) throw malformed(text);
    tests.push(within(match));
    const end = range.lastIndex;
    if (end === text.length) return tests;
    if (text[end] !== ',') throw malformed(text);
    range.lastIndex = end + 1;
  }
}

function within(match: RegExpExecArray): (version: string) => boolean {
  const [, open, from = '', comma, to = '', close] = match;
  const low = from.trim();
  const high = comma === undefined ? low : to.trim();
  return (version) => {
    const above = low === '' ? 1 : compareVersions(version, low);
    const below = high === '' ? -1 : compareVersions(version, high);
    return (open === '[' ? above >= 0 : above > 0) && (close === ']' ? below <= 0 : below < 0);
  };
}

const malformed = (text: string): ConfigError =>
  new ConfigError(`${text} is no version and no range of versions: write 1.2.3, [1.0,2.0) or [1.0,)`);
