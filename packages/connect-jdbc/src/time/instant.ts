import { type CalendarSystem, DAY_MS, dateOf } from './calendar.ts';
import type { Zone } from './zone.ts';

/** A moment to the nanosecond, as java.sql.Timestamp has it: `nanos` are those of the second, so they hold the milliseconds again. */
export interface Instant {
  readonly epochMs: number;
  /** 0 … 999,999,999 */
  readonly nanos: number;
}

export const isSameInstant = (a: Instant, b: Instant): boolean => a.epochMs === b.epochMs && a.nanos === b.nanos;

export const instantOfMs = (epochMs: number): Instant => ({
  epochMs,
  nanos: (epochMs - Math.floor(epochMs / 1000) * 1000) * 1_000_000,
});

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** `2024-01-31<separator>23:59:59.123456`, as clocks in the zone show it, with so many digits of the fraction (cut, not rounded). */
export function localText(
  instant: Instant,
  zone: Zone,
  calendar: CalendarSystem,
  { separator, digits }: { readonly separator: string; readonly digits: 6 | 9 },
): string {
  const seconds = Math.floor(zone.toLocalMs(Math.floor(instant.epochMs / 1000) * 1000) / 1000);
  const days = Math.floor((seconds * 1000) / DAY_MS);
  const { year, month, day } = dateOf(days, calendar);
  const ofDay = seconds - days * 86_400;
  const time = `${pad(Math.floor(ofDay / 3600), 2)}:${pad(Math.floor(ofDay / 60) % 60, 2)}:${pad(ofDay % 60, 2)}`;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}${separator}${time}.${pad(instant.nanos, 9).slice(0, digits)}`;
}
