import { Decimal } from '@causeway/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadOptions } from '../../../../src/dialect/dialect.ts';
import { mySqlDialect } from '../../../../src/dialect/mysql/mysql-dialect.ts';
import { Zone } from '../../../../src/time/zone.ts';
import { server, TestDatabase } from '../../../doubles/mysql.ts';
import { LogDouble } from '../../../doubles/worker.ts';

const reading: ReadOptions['reading'] = { zone: new Zone('UTC'), calendar: 'LEGACY', granularity: 'connect_logical' };

let database: TestDatabase;

beforeAll(async () => {
  database = await TestDatabase.create('rows');
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

/** All rows of a statement. */
async function read(sql: string, parameters = '', maxBufferedRows = 100): Promise<unknown[][]> {
  const { user, password } = server;
  const settings = {
    url: database.url + parameters,
    user,
    password,
    driverParameters: {},
    isolation: 'DEFAULT',
    reading,
  };
  const session = await mySqlDialect.connect(settings as never, new LogDouble(), new AbortController().signal);
  try {
    const options = { schemaName: 't', timestampColumns: [], isSecret: false, maxBufferedRows, previous: null };
    const stream = session.read(sql, { reading, ...options });
    const rows: unknown[][] = [];
    for (;;) {
      rows.push(...stream.take(10).values);
      if (stream.buffered > 0) continue;
      if (stream.isComplete) return [...rows, ...stream.take(10).values];
      await stream.wait();
    }
  } finally {
    session.destroy();
  }
}

const ms = (text: string): Date => new Date(Date.parse(`${text}Z`));

/** A type, a value of it in SQL, and what it is read as. */
const values: [type: string, sql: string, expected: unknown][] = [
  ['TINYINT', '-128', -128],
  ['TINYINT UNSIGNED', '255', 255],
  ['SMALLINT', '-32768', -32768],
  ['SMALLINT UNSIGNED', '65535', 65535],
  ['MEDIUMINT', '-8388608', -8388608],
  ['MEDIUMINT UNSIGNED', '16777215', 16777215],
  ['INT', '-2147483648', -2147483648],
  ['INT UNSIGNED', '4294967295', 4294967295],
  ['INT(8) UNSIGNED ZEROFILL', '7', 7],
  ['BIGINT', '0', 0],
  ['BIGINT', '-999999999999999', -999999999999999],
  ['BIGINT', '9007199254740991', 9007199254740991],
  ['BIGINT', '9007199254740993', 9007199254740993n],
  ['BIGINT', '-9223372036854775808', -9223372036854775808n],
  ['BIGINT UNSIGNED', '9223372036854775807', 9223372036854775807n],
  ['BIGINT UNSIGNED', '9007199254740992', 9007199254740992n],
  ['DECIMAL(10,2)', '-12.3', new Decimal(-1230n, 2)],
  ['DECIMAL(3,3)', '-0.001', new Decimal(-1n, 3)],
  ['DECIMAL(5,0)', '42', new Decimal(42n, 0)],
  ['DECIMAL(15,1)', '99999999999999.9', new Decimal(999999999999999n, 1)],
  ['DECIMAL(65,30)', `-${'9'.repeat(35)}.${'8'.repeat(30)}`, new Decimal(-BigInt('9'.repeat(35) + '8'.repeat(30)), 30)],
  ['FLOAT', '0.1', Math.fround(0.1)],
  ['FLOAT', '-1.5e-30', Math.fround(-1.5e-30)],
  ['DOUBLE', '0.1', 0.1],
  ['DOUBLE', '-123456789.125', -123456789.125],
  ['DOUBLE', '142.85714285714286', 142.85714285714286],
  ['DOUBLE', '1.7976931348623157e308', Number.MAX_VALUE],
  ['DOUBLE', '2.2250738585072014e-308', 2.2250738585072014e-308],
  ['BIT(1)', "b'1'", 1],
  ['BIT(8)', "b'11111111'", -1],
  ['BIT(64)', "b'1010'", 10],
  ['DATE', "'2024-02-29'", ms('2024-02-29T00:00')],
  ['DATE', "'1582-10-15'", ms('1582-10-15T00:00')],
  ['YEAR', '1999', ms('1999-01-01T00:00')],
  ['TIME', "'23:59:59'", ms('1970-01-01T23:59:59')],
  ['TIME(6)', "'01:02:03.456789'", ms('1970-01-01T01:02:03.456')],
  ['DATETIME', "'1970-01-01 00:00:00'", new Date(0)],
  ['DATETIME(3)', "'1969-12-31 23:59:59.001'", ms('1969-12-31T23:59:59.001')],
  ['DATETIME(6)', "'9999-12-31 23:59:59.999999'", ms('9999-12-31T23:59:59.999')],
  ['TIMESTAMP(6)', "'2038-01-19 03:14:07.000001'", ms('2038-01-19T03:14:07')],
  ['CHAR(10)', "'é😀'", 'é😀'],
  ['VARCHAR(20)', "''", ''],
  ['VARCHAR(20)', "'sixteen letters.'", 'sixteen letters.'],
  ['VARCHAR(20)', "'seventeen letters'", 'seventeen letters'],
  ['VARCHAR(20) CHARACTER SET latin1', "'Müßig'", 'Müßig'],
  ['VARCHAR(20) CHARACTER SET utf16', "'漢字😀'", '漢字😀'],
  ['TEXT', "'tab\\t, quote \\' and \\0'", "tab\t, quote ' and \0"],
  ["ENUM('small','größer')", "'größer'", 'größer'],
  ["SET('a','b','c')", "'a,c'", 'a,c'],
  ['JSON', `'{"a": "é😀"}'`, '{"a": "é😀"}'],
  ['BINARY(4)', "x'00ff'", Buffer.from([0, 255, 0, 0])],
  ['VARBINARY(9)', "x''", Buffer.alloc(0)],
  ['BLOB', "x'fbfcfdfeff00'", Buffer.from('fbfcfdfeff00', 'hex')],
  ['POINT', 'POINT(1, 2)', Buffer.from('000000000101000000000000000000f03f0000000000000040', 'hex')],
];

describe('a row of every type of column', () => {
  let row: unknown[];
  let nulls: unknown[];
  beforeAll(async () => {
    await database.run(
      `CREATE TABLE types (${values.map(([type], i) => `c${i} ${type} NULL`).join(', ')})`,
      `INSERT INTO types VALUES (${values.map(([, sql]) => sql).join(', ')}), (${values.map(() => 'NULL').join(', ')})`,
    );
    [row, nulls] = (await read('SELECT * FROM types')) as [unknown[], unknown[]];
  });

  test.each(values.map(([type, sql, expected], index) => ({ type, sql, expected, index })))(
    '$type $sql is read as it is, and NULL as null',
    ({ index, expected }) => {
      expect(row[index]).toEqual(expected);
      expect(nulls[index]).toBeNull();
    },
  );
});

describe('what Connect has no value for', () => {
  test.each([
    ['a BIGINT UNSIGNED past int64', 'SELECT CAST(18446744073709551615 AS UNSIGNED) c', /"c".*18446744073709551615/],
    ['a negative TIME', "SELECT CAST('-01:00:00' AS TIME) c", /"c".*-01:00:00.*duration/],
    ['a TIME of more than a day', "SELECT CAST('838:59:59' AS TIME) c", /"c".*838:59:59.*duration/],
    ['more bits than a byte', 'SELECT c FROM bits', /"c".*111111111.*INT8/],
    ['a zero date', 'SELECT d FROM zero', /"d".*0000-00-00.*no date/],
    ['a zero moment', 'SELECT t FROM zero', /"t".*0000-00-00 00:00:00.*no date/],
  ])('%s is refused by name and value', async (_, sql, message) => {
    await expect(read(sql)).rejects.toThrow(message);
  });

  test.each([
    ['null', 'CONVERT_TO_NULL', [[null, null, null]]],
    ['the year 1', 'ROUND', [[ms('0000-12-30T00:00'), ms('0000-12-30T00:00'), ms('0000-12-30T00:00')]]],
  ])('zero dates become %s with zeroDateTimeBehavior=%s', async (_, behaviour, expected) => {
    expect(await read('SELECT d, t, y FROM zero', `?zeroDateTimeBehavior=${behaviour}`)).toEqual(expected);
  });

  beforeAll(async () => {
    await database.run(
      "SET SESSION sql_mode = ''",
      'CREATE TABLE zero (d DATE, t DATETIME, y YEAR)',
      "INSERT INTO zero VALUES ('0000-00-00', '0000-00-00 00:00:00', 0)",
      'CREATE TABLE bits (c BIT(9))',
      "INSERT INTO bits VALUES (b'111111111')",
    );
  });
});

describe('cells of any length', () => {
  test.each([250, 251, 252, 65_535, 65_536, 2 ** 24 - 10, 2 ** 24 - 1, 2 ** 24, 2 ** 24 + 1])(
    'of %d bytes come whole, between others',
    async (length) => {
      const [row] = await read(`SELECT 1 a, REPEAT('x', ${length}) b, NULL + 1 c, 'end' d`);
      expect(row!.map((value) => (typeof value === 'string' ? value.length : value))).toEqual([1, length, null, 3]);
      expect(row![1] === 'x'.repeat(length)).toBe(true);
    },
  );

  test('in a row of several packets come whole', async () => {
    const [row] = await read("SELECT REPEAT('é', 5000000) a, REPEAT('b', 12000000) b, 'end' c");
    expect(row![0] === 'é'.repeat(5_000_000) && row![1] === 'b'.repeat(12_000_000) && row![2] === 'end').toBe(true);
  });

  test('in rows of all lengths come in order, however the network cuts them', async () => {
    await database.run(
      'CREATE TABLE lengths (id INT PRIMARY KEY, t LONGTEXT)',
      'SET SESSION cte_max_recursion_depth = 10000',
      'INSERT INTO lengths WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) ' +
        'SELECT i, IF(i % 7 = 0, NULL, REPEAT(CHAR(97 + i % 26), i * 37 % 70001)) FROM n',
    );
    const rows = await read('SELECT * FROM lengths ORDER BY id', '', 3);
    const expected = Array.from({ length: 3001 }, (_, i) =>
      i % 7 === 0 ? null : String.fromCharCode(97 + (i % 26)).repeat((i * 37) % 70_001),
    );
    expect(rows.length).toBe(3001);
    expect(rows.findIndex(([id, text], i) => id !== i || text !== expected[i])).toBe(-1);
  });
});

test('a statement that gives no rows is an error, not an end', async () => {
  await expect(read('SET @a = 1')).rejects.toThrow(/must be a SELECT/);
});
