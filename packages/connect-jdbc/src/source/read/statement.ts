import type { Dialect, ReadingSettings } from '../../dialect/dialect.ts';
import type { Instant } from '../../time/instant.ts';
import type { Position } from './offsets.ts';

export type Mode = 'bulk' | 'incrementing' | 'timestamp' | 'timestamp+incrementing';

/** What is read, and by which columns it is followed. */
export interface StatementPlan {
  readonly dialect: Dialect;
  readonly reading: ReadingSettings;
  /** Up to where the condition goes: `SELECT * FROM …`, or the query of the settings. */
  readonly select: string;
  /** Put behind everything. */
  readonly suffix: string;
  /** As they stand in the condition: quoted and with their table. */
  readonly incrementing: string | null;
  readonly timestamps: readonly string[];
}

/** The statement that reads on from a position; `until` is the moment before which rows have to be in the timestamp modes. */
export function statementFor(plan: StatementPlan, position: Position, until: Instant | null, limit?: number): string {
  const sql = [plan.select, ...condition(plan, position, until)].join(' ');
  const whole = plan.suffix === '' ? sql : `${sql} ${plan.suffix}`;
  return limit === undefined ? whole : plan.dialect.limited(whole, limit);
}

function condition(plan: StatementPlan, position: Position, until: Instant | null): string[] {
  const { incrementing } = plan;
  const time = timeExpression(plan.timestamps);
  if (time !== null && until !== null) {
    const from = timestampBound(plan, position.timestamp);
    const end = `${time} < ${plan.dialect.timestampLiteral(until, plan.reading)}`;
    if (incrementing === null) return [`WHERE ${time} > ${from} AND ${end} ORDER BY ${time} ASC`];
    const above = `${incrementing} > ${position.incrementing ?? -1}`;
    return [
      `WHERE ${end} AND ((${time} = ${from} AND ${above}) OR ${time} > ${from}) ORDER BY ${time},${incrementing} ASC`,
    ];
  }
  if (incrementing === null) return [];
  // at the beginning a condition stands there too: a query that can't take one shows at once, and rows without a number never come
  const above = position.incrementing === null ? 'IS NOT NULL' : `> ${position.incrementing}`;
  return [`WHERE ${incrementing} ${above} ORDER BY ${incrementing} ASC`];
}

const timeExpression = (columns: readonly string[]): string | null =>
  columns.length > 1 ? `COALESCE(${columns.join(',')})` : (columns[0] ?? null);

const timestampBound = ({ dialect, reading }: StatementPlan, from: Instant | null): string =>
  from === null ? dialect.earliestTimestamp : dialect.timestampLiteral(from, reading);
