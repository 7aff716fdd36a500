import { DAY_MS } from './calendar.ts';

const HOUR_MS = 3_600_000;
/** Days whose offset is kept; a table rarely spans more. */
const MAX_CACHED_DAYS = 100_000;

/** The short names that java.util.TimeZone knows besides those of the tz database. */
const JAVA_SHORT_NAMES: Readonly<Record<string, string>> = {
  ACT: 'Australia/Darwin',
  AET: 'Australia/Sydney',
  AGT: 'America/Argentina/Buenos_Aires',
  ART: 'Africa/Cairo',
  AST: 'America/Anchorage',
  BET: 'America/Sao_Paulo',
  BST: 'Asia/Dhaka',
  CAT: 'Africa/Harare',
  CNT: 'America/St_Johns',
  CST: 'America/Chicago',
  CTT: 'Asia/Shanghai',
  EAT: 'Africa/Addis_Ababa',
  ECT: 'Europe/Paris',
  EST: 'Etc/GMT+5',
  HST: 'Etc/GMT+10',
  IET: 'America/Indiana/Indianapolis',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  MIT: 'Pacific/Apia',
  MST: 'Etc/GMT+7',
  NET: 'Asia/Yerevan',
  NST: 'Pacific/Auckland',
  PLT: 'Asia/Karachi',
  PNT: 'America/Phoenix',
  PRT: 'America/Puerto_Rico',
  PST: 'America/Los_Angeles',
  SST: 'Pacific/Guadalcanal',
  VST: 'Asia/Ho_Chi_Minh',
};

/** A time zone: local times (as milliseconds since 1970-01-01 00:00 local) to moments and back. */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat | null;
  /** Offset in force through a whole local day; NaN where it changes around that day. */
  readonly #offsets = new Map<number, number>();

  /** @throws RangeError if there is no such zone */
  constructor(name: string) {
    this.name = name;
    const timeZone = JAVA_SHORT_NAMES[name] ?? name;
    const isUtc = /^(UTC|GMT|Z|Zulu|UCT|Universal|Greenwich|Etc\/(UTC|GMT|Zulu|UCT|Universal|Greenwich))$/.test(
      timeZone,
    );
    if (!isUtc && /^[+-]/.test(timeZone)) throw new RangeError(`Invalid time zone specified: ${name}`);
    this.#format = isUtc ? null : new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  /**
   * The moment at which clocks show `localMs`. As in java.util.GregorianCalendar, a time that clocks skip is read with the offset before
   * the change, and one that they show twice is the later.
   */
  toEpochMs(localMs: number): number {
    if (this.#format === null) return localMs;
    const day = Math.floor(localMs / DAY_MS);
    const offset = this.#offsets.get(day) ?? this.#cacheDay(day);
    return offset === offset ? localMs - offset : this.#aroundChange(localMs);
  }

  /** What clocks show at a moment. */
  toLocalMs(epochMs: number): number {
    return epochMs + this.offsetMs(epochMs);
  }

  offsetMs(epochMs: number): number {
    if (this.#format === null) return 0;
    const text = this.#format.formatToParts(epochMs).find((p) => p.type === 'timeZoneName')?.value ?? 'GMT';
    const match = /^GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text);
    if (match === null) return 0;
    const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return (match[1] === '-' ? -seconds : seconds) * 1000;
  }

  #cacheDay(day: number): number {
    const start = day * DAY_MS;
    const offset = this.offsetMs(start - 16 * HOUR_MS);
    const isConstant =
      this.offsetMs(start + 12 * HOUR_MS) === offset && this.offsetMs(start + DAY_MS + 16 * HOUR_MS) === offset;
    if (this.#offsets.size >= MAX_CACHED_DAYS) this.#offsets.clear();
    this.#offsets.set(day, isConstant ? offset : NaN);
    return isConstant ? offset : NaN;
  }

  #aroundChange(localMs: number): number {
    const before = this.offsetMs(localMs - DAY_MS);
    const after = this.offsetMs(localMs + DAY_MS);
    const isBefore = this.offsetMs(localMs - before) === before;
    const isAfter = this.offsetMs(localMs - after) === after;
    if (isBefore && isAfter) return localMs - Math.min(before, after);
    return localMs - (isAfter ? after : before);
  }
}
