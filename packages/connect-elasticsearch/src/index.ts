/**
 * The Elasticsearch sink: records of Kafka as documents of an index for each topic.
 *
 * A record's way: `sink/task.ts` is given it; `sink/records/intake.ts` takes it, if its `Destination` (index, mapping, document writer, id) is
 * ready, and has its lines written into the `BulkBody` that is being filled, as bytes and nothing else; the `Outbox` sends that by
 * `BulkRequest`, until every document has an outcome; the `OffsetsTracker` knows up to where all have one.
 *
 * This package knows Elasticsearch and nothing of the worker or of Kafka's protocol: it imports @causeway/api only.
 */
import { definePlugins } from '@causeway/api';
import { elasticsearchSinkConfig } from './sink/config.ts';
import { ElasticsearchSinkConnector } from './sink/connector.ts';
import { ElasticsearchSinkTask } from './sink/task.ts';

export default definePlugins([
  {
    kind: 'sink',
    class: 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
    config: elasticsearchSinkConfig,
    create: () => new ElasticsearchSinkConnector(),
    taskClass: 'io.confluent.connect.elasticsearch.ElasticsearchSinkTask',
    createTask: () => new ElasticsearchSinkTask(),
  },
]);
