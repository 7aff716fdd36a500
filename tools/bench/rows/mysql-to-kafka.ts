import { type Connection, createConnection } from 'mysql2/promise';
import type { Bench, Row } from '../bench.ts';
import { createTable, insertRows, rowBytes } from '../inputs/rows.ts';
import { measureRaw } from '../measure/raw.ts';
import type { Limits } from '../measure/window.ts';
import { measureWorker } from '../measure/worker-load.ts';
import { type Measurement, sides, type WorkerSide } from '../results.ts';

const rowsPerInsert = 2_000;
const rowsPerPage = 10_000;

/** A table to a topic, in mode incrementing. The limit: reading the table page by page, by text or binary protocol, whichever is faster. */
export const mysqlToKafka: Row = {
  name: 'mysql-kafka',
  title: 'MySQL → Kafka, 8 columns, JSON with schemas',
  unit: 'records/s',
  runs: ({ runs }) => runs,
  sides: sides.filter((side) => side !== 'java'),
  services: ['kafka', 'mysql'],
  javaReference: 47_600,
  async prepare(bench, cleanup) {
    const url = bench.addresses['MYSQL_URL']!;
    const database = await createConnection(url);
    cleanup.defer(() => database.end());
    const table = bench.unique('rows').replaceAll('-', '_');
    await database.query(createTable(table));
    cleanup.defer(async () => {
      await database.query(`DROP TABLE ${table}`);
    });
    await fill(bench, database, table);
    const job = { bench, url, table, limits: { ...bench.plan, total: bench.plan.rows } };
    return (side) => (side === 'raw' ? rawRead(job, database) : connector(job, side));
  },
};

interface Job {
  readonly bench: Bench;
  readonly url: string;
  readonly table: string;
  readonly limits: Limits;
}

async function fill({ plan, signal }: Bench, database: Connection, table: string): Promise<void> {
  await database.beginTransaction();
  for (let first = 1; first <= plan.rows; first += rowsPerInsert) {
    signal.throwIfAborted();
    await database.query(insertRows(table, first, Math.min(rowsPerInsert, plan.rows - first + 1)));
  }
  await database.commit();
  await database.query(`ANALYZE TABLE ${table}`);
}

async function connector({ bench, url, table, limits }: Job, side: WorkerSide): Promise<Measurement> {
  const prefix = `${bench.unique('mysql')}.`;
  const topic = prefix + table;
  await bench.topics.create(topic);
  await using after = new AsyncDisposableStack();
  after.defer(() => bench.topics.delete(topic));
  const { hostname, port, pathname, username, password } = new URL(url);
  return await measureWorker(bench, side, {
    converter: 'json',
    connector: {
      name: table,
      'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
      'connection.url': `jdbc:mysql://${hostname}:${port || '3306'}${pathname}`,
      'connection.user': decodeURIComponent(username),
      'connection.password': decodeURIComponent(password),
      mode: 'incrementing',
      'incrementing.column.name': 'id',
      'table.whitelist': table,
      'topic.prefix': prefix,
    },
    limits,
    bytesPerRecord: rowBytes,
    count: () => bench.topics.count(topic),
  });
}

async function rawRead({ bench, table, limits }: Job, database: Connection): Promise<Measurement> {
  const sql = `SELECT * FROM ${table} WHERE id > ? ORDER BY id LIMIT ${rowsPerPage}`;
  const read = (protocol: 'query' | 'execute') =>
    measureRaw({
      limits,
      bytesPerRecord: rowBytes,
      signal: bench.signal,
      work: async (through, stop) => {
        let id = 0;
        while (id < limits.total && !stop.aborted) {
          const options = { sql, values: [id], rowsAsArray: true };
          const [page] = await (protocol === 'query' ? database.query(options) : database.execute(options));
          const rows = page as [id: number][];
          id = rows.at(-1)![0];
          through(rows.length);
        }
      },
    });
  const [text, binary] = [await read('query'), await read('execute')];
  return text.value > binary.value ? text : binary;
}
