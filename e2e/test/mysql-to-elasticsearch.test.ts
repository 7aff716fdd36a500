import { createConnection } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { jdbcSource, mysqlUrl } from '../setup/mysql.ts';
import { Bench, type Settings } from '../setup/worker.ts';

const elasticsearch = process.env['ELASTICSEARCH_URL'] ?? 'http://127.0.0.1:9200';

const json: Settings = {
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
};

type Documents = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Documents by their ids. */
async function documentsOf(index: string): Promise<Documents> {
  await fetch(`${elasticsearch}/${index}/_refresh`, { method: 'POST' });
  const response = await fetch(`${elasticsearch}/${index}/_search?size=100`);
  if (!response.ok) return {};
  const { hits } = (await response.json()) as { hits: { hits: { _id: string; _source: Documents[string] }[] } };
  return Object.fromEntries(hits.hits.map(({ _id, _source }) => [_id, _source]));
}

test('rows of a MySQL table become documents, also new rows and those with a new column', async () => {
  await using bench = await Bench.open();
  const table = `login_${bench.id}`;
  const prefix = `e2e-${bench.id}-`;
  const topic = bench.ownTopic(`${prefix}${table}`);
  const database = await createConnection(mysqlUrl);
  try {
    await database.query(`CREATE TABLE ${table} (id int PRIMARY KEY AUTO_INCREMENT, username varchar(30))`);
    await database.query(`INSERT INTO ${table} (username) VALUES ('ada'), ('grace')`);
    const worker = await bench.worker(json, [
      jdbcSource('source', table, { 'topic.prefix': prefix }),
      {
        name: 'sink',
        'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
        topics: topic,
        'connection.url': elasticsearch,
        'key.ignore': 'true',
      },
    ]);
    const expected: Record<string, Record<string, unknown>> = {};
    const arrives = (row: Record<string, unknown>) => (expected[`${topic}+0+${Object.keys(expected).length}`] = row);
    const arrived = async (): Promise<void> => {
      const count = Object.keys(expected).length;
      await worker.until(`${count} documents`, async () => Object.keys(await documentsOf(topic)).length >= count);
      expect(await documentsOf(topic)).toEqual(expected);
    };

    arrives({ id: 1, username: 'ada' });
    arrives({ id: 2, username: 'grace' });
    await arrived();

    await database.query(`INSERT INTO ${table} (username) VALUES ('edsger')`);
    arrives({ id: 3, username: 'edsger' });
    await arrived();

    await database.query(`ALTER TABLE ${table} ADD COLUMN city varchar(30)`);
    await database.query(`INSERT INTO ${table} (username, city) VALUES ('donald', 'Stanford')`);
    arrives({ id: 4, username: 'donald', city: 'Stanford' });
    await arrived();
  } finally {
    await database.query(`DROP TABLE IF EXISTS ${table}`);
    await database.end();
    await fetch(`${elasticsearch}/${topic}`, { method: 'DELETE' });
  }
});
