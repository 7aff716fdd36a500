import { describe, expect, test } from 'vitest';
import { mySqlDialect as dialect } from '../../../src/dialect/mysql/mysql-dialect.ts';
import { BEGINNING } from '../../../src/source/read/offsets.ts';
import { statementFor, type StatementPlan } from '../../../src/source/read/statement.ts';
import { instantOfMs } from '../../../src/time/instant.ts';
import { Zone } from '../../../src/time/zone.ts';

const reading = { zone: new Zone('UTC'), calendar: 'LEGACY', granularity: 'connect_logical' } as const;
const plan: StatementPlan = {
  dialect,
  reading,
  select: 'SELECT * FROM t',
  suffix: '',
  incrementing: null,
  timestamps: [],
};
const until = instantOfMs(86_400_000);
const from = { incrementing: 7, timestamp: { epochMs: 0, nanos: 1999 } };
const [start, end] = ["'1970-01-01 00:00:00.000001'", "'1970-01-02 00:00:00.000000'"];

describe('the statement', () => {
  test.each([
    ['bulk', {}, BEGINNING, 'SELECT * FROM t'],
    ['bulk with a suffix', { suffix: 'LIMIT 2' }, BEGINNING, 'SELECT * FROM t LIMIT 2'],
    [
      'incrementing from the beginning',
      { incrementing: '`id`' },
      BEGINNING,
      'SELECT * FROM t WHERE `id` IS NOT NULL ORDER BY `id` ASC',
    ],
    ['incrementing', { incrementing: '`id`' }, from, 'SELECT * FROM t WHERE `id` > 7 ORDER BY `id` ASC'],
    ['timestamp', { timestamps: ['ts'] }, from, `SELECT * FROM t WHERE ts > ${start} AND ts < ${end} ORDER BY ts ASC`],
    [
      'timestamp of two columns from the beginning',
      { timestamps: ['a', 'b'] },
      BEGINNING,
      `SELECT * FROM t WHERE COALESCE(a,b) > '0001-01-01 00:00:00' AND COALESCE(a,b) < ${end} ORDER BY COALESCE(a,b) ASC`,
    ],
    [
      'timestamp+incrementing',
      { timestamps: ['ts'], incrementing: 'id' },
      from,
      `SELECT * FROM t WHERE ts < ${end} AND ((ts = ${start} AND id > 7) OR ts > ${start}) ORDER BY ts,id ASC`,
    ],
  ])('of mode %s', (_mode, changes, position, sql) => {
    expect(statementFor({ ...plan, ...changes }, position, until)).toBe(sql);
  });

  test('of a page has a limit', () => {
    expect(statementFor({ ...plan, incrementing: 'id' }, from, null, 10)).toBe(
      'SELECT * FROM t WHERE id > 7 ORDER BY id ASC LIMIT 10',
    );
  });
});
