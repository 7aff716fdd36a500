/** The main demo: rows of a MySQL table arrive in Elasticsearch through Kafka. */
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import { installPlugins } from '../worker/plugin-path.ts';
import { freePort, WorkerProcess } from '../worker/worker-process.ts';
import type { DemoContext } from './main.ts';

const topic = 'mysql.login';

const packages = {
  jdbc: '@causeway/connect-jdbc',
  elasticsearch: '@causeway/connect-elasticsearch',
  transforms: '@causeway/transforms',
};

function sourceConfig(mysqlUrl: string): Record<string, string> {
  const { hostname, port, pathname, username, password } = new URL(mysqlUrl);
  return {
    name: 'mysql-login-connector',
    'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
    'tasks.max': '1',
    'connection.url': `jdbc:mysql://${hostname}:${port}${pathname}`,
    'connection.user': username,
    'connection.password': password,
    mode: 'timestamp',
    'timestamp.column.name': 'login_time',
    'validate.non.null': 'false',
    'table.whitelist': 'login',
    'topic.prefix': 'mysql.',
    'poll.interval.ms': '500',
  };
}

function sinkConfig(elasticsearchUrl: string): Record<string, string> {
  return {
    name: 'elastic-login-connector',
    'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
    'tasks.max': '1',
    topics: topic,
    'connection.url': elasticsearchUrl,
    'key.ignore': 'true',
    transforms: 'origin',
    'transforms.origin.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
    'transforms.origin.static.field': 'origin',
    'transforms.origin.static.value': 'mysql',
  };
}

interface Found {
  readonly _id: string;
  readonly _source: Readonly<Record<string, unknown>>;
}

export async function loginDemo({ story, dir, addresses, isOnce, stopped, resetTopic }: DemoContext): Promise<void> {
  const elasticsearch = addresses['ELASTICSEARCH_URL']!;
  story.step('Installing the connectors into a plugin path, one folder each, with npm install');
  const plugins = await installPlugins({
    dir,
    packages,
    onInstalled: (folder, name) => story.say(`plugins/${folder}  <-  ${name}`),
  });

  story.step('Creating table login in MySQL, with two rows');
  await resetTopic(topic);
  await fetch(`${elasticsearch}/${topic}`, { method: 'DELETE' });
  await using database = await connect(addresses['MYSQL_URL']!);
  await database.query('DROP TABLE IF EXISTS login');
  await database.query('CREATE TABLE login (username varchar(30), login_time datetime)');
  await database.query(
    "INSERT INTO login VALUES ('ada', UTC_TIMESTAMP() - INTERVAL 2 SECOND), ('grace', UTC_TIMESTAMP() - INTERVAL 1 SECOND)",
  );

  story.step('Starting a standalone worker with both connectors');
  const settings = {
    'bootstrap.servers': addresses['KAFKA_BOOTSTRAP']!,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'offset.storage.file.filename': join(dir, 'offsets'),
    'offset.flush.interval.ms': '2000',
    'plugin.path': plugins,
    listeners: `http://127.0.0.1:${await freePort()}`,
  };
  const began = performance.now();
  await using worker = await WorkerProcess.start({
    dir,
    settings,
    connectors: [sourceConfig(addresses['MYSQL_URL']!), sinkConfig(elasticsearch)],
  });
  await worker.ready();
  story.say(`ready after ${((performance.now() - began) / 1000).toFixed(2)} s`);
  await worker.running('mysql-login-connector');
  await worker.running('elastic-login-connector');

  const find = async (count: number, hasAll: (found: readonly Found[]) => boolean = () => true): Promise<void> => {
    let found: Found[] = [];
    await worker.until(`${count} documents are found`, async () => {
      found = await search(elasticsearch);
      return found.length === count && hasAll(found);
    });
    for (const { _id, _source } of found) story.say(`${_id}  ${JSON.stringify(_source)}`);
  };
  story.step(`Searching index ${topic} in Elasticsearch`);
  await find(2);

  story.step('Inserting two more rows');
  await database.query("INSERT INTO login VALUES ('edsger', UTC_TIMESTAMP()), ('barbara', UTC_TIMESTAMP())");
  await find(4);

  story.step('Adding a column, and a row that has it');
  await database.query('ALTER TABLE login ADD COLUMN city varchar(30)');
  await database.query("INSERT INTO login VALUES ('donald', UTC_TIMESTAMP(), 'Stanford')");
  await find(5, (found) => found.some(({ _source }) => _source['city'] === 'Stanford'));

  story.end(`The REST API listens at ${worker.url} (try: curl ${worker.url}/connectors?expand=status)`);
  if (!isOnce) {
    story.say('Insert rows into table login and watch them arrive. Stop with Ctrl-C.');
    await stopped;
  }
}

async function connect(url: string): Promise<Connection & AsyncDisposable> {
  const connection = await createConnection(url);
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.end() });
}

async function search(elasticsearch: string): Promise<Found[]> {
  await fetch(`${elasticsearch}/${topic}/_refresh`, { method: 'POST' });
  const response = await fetch(`${elasticsearch}/${topic}/_search?size=100`);
  if (!response.ok) return [];
  const { hits } = (await response.json()) as { hits: { hits: Found[] } };
  const offsetOf = (id: string): number => Number(id.split('+').at(-1));
  return hits.hits.toSorted((a, b) => offsetOf(a._id) - offsetOf(b._id));
}
