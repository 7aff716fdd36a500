import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mySqlDialect as dialect } from '../../../src/dialect/mysql/mysql-dialect.ts';
import { jdbcSourceConfig, parseConfig } from '../../../src/source/config.ts';
import { groupTables, refuseDuplicateNames, tableSelection } from '../../../src/source/tables/select-tables.ts';
import { tablesOf, withTables } from '../../../src/source/tables/task-tables.ts';

const table = (text: string) => dialect.parseTableId(text);

describe('tables', () => {
  test.each([
    [{ 'table.whitelist': 'shop.a' }, ['shop.a']],
    [{ 'table.whitelist': 'a' }, ['shop.a', 'old.a']],
    [{ 'table.whitelist': '`old`.`a`, b' }, ['old.a', 'shop.b']],
    [{ 'table.whitelist': 'A' }, []],
    [{ 'table.blacklist': 'a' }, ['shop.b']],
    [{ 'table.include.list': 'shop\\..*' }, ['shop.a', 'shop.b']],
    [{ 'table.include.list': '(?i)SHOP\\.A' }, ['shop.a']],
    [{ 'table.include.list': 'shop' }, []],
    [{ 'table.include.list': '.*', 'table.exclude.list': 'old\\.a, .*b' }, ['shop.a']],
  ])('%j selects %j', (lists, expected) => {
    const select = tableSelection(jdbcSourceConfig.parse(lists), dialect);
    const names = ['shop.a', 'old.a', 'shop.b'];
    expect(names.filter((name) => select(table(name))).sort()).toEqual([...expected].sort());
  });

  test('of the same bare name are refused, all of them named', () => {
    expect(() => refuseDuplicateNames(['a.t', 'b.t', 'c.u'].map(table), dialect)).toThrow(/a\.t, b\.t\. /);
  });

  test('are shared out in contiguous groups whose sizes differ by one at most', () => {
    expect(groupTables([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([
      [1, 2, 3],
      [4, 5],
      [6, 7],
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.integer({ min: 1, max: 20 }), (list, wanted) => {
        const groups = groupTables(list, Math.min(list.length, wanted));
        const sizes = groups.map((g) => g.length);
        expect(groups.flat()).toEqual(list);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('reach the task whatever their names are', () => {
    const name = fc.string({ minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ catalog: name, schema: fc.constant(null), table: name }), { minLength: 1 }),
        (tables) => {
          expect(tablesOf(withTables({}, tables, dialect), dialect)).toEqual({ tables, areFetched: true });
        },
      ),
    );
  });
});

describe('settings at the start', () => {
  const good = { 'connection.url': 'jdbc:mysql://db/x', mode: 'bulk', 'table.whitelist': 't', 'topic.prefix': 'p-' };
  test('that are right are parsed', () => {
    expect(parseConfig(good)['table.whitelist']).toEqual(['t']);
  });

  test.each([
    ['no mode', { mode: '' }, /mode is missing/],
    ['no columns', { mode: 'timestamp' }, /timestamp\.column\.name/],
    ['another database', { 'connection.url': 'jdbc:oracle:thin:@x' }, /jdbc:oracle:/],
    [
      'a class of Java',
      { 'jdbc.credentials.provider.class': 'com.example.Mine' },
      /jdbc\.credentials\.provider\.class/,
    ],
    ['no rows', { 'batch.max.rows': '0' }, /batch\.max\.rows/],
    ['column mappings with a whitelist', { 'incrementing.column.mapping': '.*:id' }, /incrementing\.column\.mapping/],
    [
      'a mapping that the mode does not use',
      { 'table.whitelist': '', 'table.include.list': '.*', 'incrementing.column.mapping': '.*:id' },
      /mode: Mode bulk/,
    ],
  ])('with %s are refused', (_what, changes, reason) => {
    expect(() => parseConfig({ ...good, ...changes })).toThrow(reason);
  });
});
