import {
  type ConfigMap,
  type ConnectRecord,
  DataError,
  defineConfig,
  string,
  type Transformation,
} from '@causeway/api';
import { DateFormat } from '../time/date-format/date-format.ts';

export const timestampRouterConfig = defineConfig({
  'topic.format': string({
    default: '${topic}-${timestamp}',
    importance: 'high',
    doc: 'The new topic: ${topic} stands for the old one and ${timestamp} for the time of the record.',
  }),
  'timestamp.format': string({
    default: 'yyyyMMdd',
    importance: 'high',
    doc: "Pattern for the time, as Java's SimpleDateFormat has them. Times are in UTC.",
  }),
});

/** Puts the time of a record into its topic. */
export class TimestampRouter implements Transformation {
  #topicFormat = '';
  #pattern = '';
  #format: DateFormat | null = null;

  configure(config: ConfigMap): void {
    const values = timestampRouterConfig.parse(config);
    this.#topicFormat = values['topic.format'];
    this.#pattern = values['timestamp.format'];
  }

  /** @throws DataError if the record has no timestamp */
  apply<R extends ConnectRecord<R>>(record: R): R {
    if (record.timestamp === null)
      throw new DataError(`A record of topic ${record.topic} has no timestamp, which TimestampRouter needs`);
    this.#format ??= new DateFormat(this.#pattern);
    const time = this.#format.format(record.timestamp);
    const topic = this.#topicFormat.replaceAll('${topic}', () => record.topic).replaceAll('${timestamp}', () => time);
    return record.newRecord({ topic });
  }
}
