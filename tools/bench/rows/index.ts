import type { Row } from '../bench.ts';
import { converters } from './converters.ts';
import { fileToKafka } from './file-to-kafka.ts';
import { idle, idleFiles } from './idle.ts';
import { kafkaToElasticsearch } from './kafka-to-elasticsearch.ts';
import { kafkaToFile } from './kafka-to-file.ts';
import { mysqlToKafka } from './mysql-to-kafka.ts';
import { start } from './start.ts';

export const rows: readonly Row[] = [
  start('hybrid_warn'),
  start('service_load'),
  idle('hybrid_warn'),
  idle('service_load'),
  idleFiles('hybrid_warn'),
  idleFiles('service_load'),
  fileToKafka('string'),
  fileToKafka('json'),
  kafkaToFile('string'),
  kafkaToFile('json'),
  mysqlToKafka,
  kafkaToElasticsearch,
  ...converters,
];
