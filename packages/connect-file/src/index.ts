/**
 * Lines of a file as records, and records as lines of a file.
 *
 * - `FileStreamSourceConnector`, `FileStreamSourceTask`: follow a growing file, or read standard input. `LineReader` cuts bytes into lines
 * - `FileStreamSinkConnector`, `FileStreamSinkTask`: append to a file, or write to standard output
 *
 * Knows nothing of Kafka, converters or the worker.
 */
import { definePlugins } from '@causeway/api';
import { fileSinkConfig } from './sink/config.ts';
import { FileStreamSinkConnector } from './sink/connector.ts';
import { FileStreamSinkTask } from './sink/task.ts';
import { fileSourceConfig } from './source/config.ts';
import { FileStreamSourceConnector } from './source/connector.ts';
import { FileStreamSourceTask } from './source/task.ts';

export default definePlugins([
  {
    kind: 'sink',
    class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    config: fileSinkConfig,
    create: () => new FileStreamSinkConnector(),
    taskClass: 'org.apache.kafka.connect.file.FileStreamSinkTask',
    createTask: () => new FileStreamSinkTask(),
  },
  {
    kind: 'source',
    class: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    config: fileSourceConfig,
    create: () => new FileStreamSourceConnector(),
    taskClass: 'org.apache.kafka.connect.file.FileStreamSourceTask',
    createTask: () => new FileStreamSourceTask(),
  },
]);
