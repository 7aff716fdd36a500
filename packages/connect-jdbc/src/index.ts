/**
 * JDBC connectors: rows of relational databases to Kafka, under the names and settings of `kafka-connect-jdbc`.
 *
 * - `source/`: the connector that finds tables and shares them out (`tables/`), and the task that reads them (`read/`: statements, records,
 *   offsets); `config/` has its settings
 * - `connection/`: one connection to the database that settings name, made anew where it is lost
 * - `dialect/`: what differs between databases behind one interface (`Dialect`, `Session`, `RowStream`); `mysql/` is the one there is
 * - `time/`: calendars and zones, to turn a database's local times into moments
 *
 * `source/` and `connection/` know no database by name and no driver; `dialect/` knows nothing of records, offsets or topics.
 */
import { definePlugins } from '@causeway/api';
import { jdbcSourceConfig } from './source/config.ts';
import { JdbcSourceConnector } from './source/connector.ts';
import { JdbcSourceTask } from './source/task.ts';

export default definePlugins([
  {
    kind: 'source',
    class: 'io.confluent.connect.jdbc.JdbcSourceConnector',
    taskClass: 'io.confluent.connect.jdbc.source.JdbcSourceTask',
    config: jdbcSourceConfig,
    create: () => new JdbcSourceConnector(),
    createTask: () => new JdbcSourceTask(),
  },
]);
