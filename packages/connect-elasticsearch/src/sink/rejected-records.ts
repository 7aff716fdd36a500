import { ConnectError, DataError, type ErrantRecordReporter, type Logger, type SinkRecord } from '@causeway/api';

export interface RejectionRules {
  /** null where there is no dead letter queue. */
  readonly reporter: ErrantRecordReporter | null;
  readonly logger: Logger;
  /** `behavior.on.malformed.documents` */
  readonly onMalformed: 'ignore' | 'warn' | 'fail';
  /** `drop.invalid.message` */
  readonly dropInvalid: boolean;
}

/**
 * What becomes of records that can't be written. Each method resolves when the record is settled: reported (where there is a dead letter queue)
 * and to be left out; and throws when it must fail the task.
 */
export class RejectedRecords {
  readonly #rules: RejectionRules;

  constructor(rules: RejectionRules) {
    this.#rules = rules;
  }

  /** No document can be made of it. */
  async invalid(record: SinkRecord, cause: DataError): Promise<void> {
    await this.#report(record, cause);
    const message = `No document can be made of the ${coordinates(record)}: ${cause.message}`;
    if (!this.#rules.dropInvalid)
      throw new DataError(`${message}. To leave out such records set drop.invalid.message=true`, {
        cause,
        code: cause.code,
      });
    this.#rules.logger.error(`${message}. It is left out`);
  }

  /** It has no value, and such records are to be left out. */
  async nullValue(record: SinkRecord): Promise<void> {
    await this.#report(
      record,
      new ConnectError('The record has no value, and behavior.on.null.values=ignore leaves it out'),
    );
  }

  /** Its document is not acceptable. */
  async malformed(record: SinkRecord, reason: string): Promise<void> {
    const message = `Elasticsearch can't take the document of the ${coordinates(record)}: ${reason}`;
    await this.#report(record, new ConnectError(message, { code: 'ERR_ELASTICSEARCH_MALFORMED_DOCUMENT' }));
    if (this.#rules.onMalformed === 'fail')
      throw new ConnectError(
        `${message}. To leave out such documents set behavior.on.malformed.documents to warn or ignore`,
        { code: 'ERR_ELASTICSEARCH_MALFORMED_DOCUMENT' },
      );
    this.#rules.logger[this.#rules.onMalformed === 'warn' ? 'warn' : 'debug'](`${message}. It is left out`);
  }

  /** An update of it lost against other updates, again and again. */
  async conflict(record: SinkRecord, reason: string): Promise<void> {
    const message = `The document of the ${coordinates(record)} was changed by somebody else at every attempt: ${reason}`;
    const error = new ConnectError(message, { code: 'ERR_ELASTICSEARCH_VERSION_CONFLICT' });
    if (this.#rules.reporter === null) throw error;
    await this.#report(record, error);
    this.#rules.logger.warn(`${message}. It is left out`);
  }

  async #report(record: SinkRecord, error: Error): Promise<void> {
    await this.#rules.reporter?.report(record, error);
  }
}

/** Where a record stands in Kafka. */
export const coordinates = (record: SinkRecord): string =>
  `record at topic ${record.originalTopic}, partition ${record.originalKafkaPartition}, offset ${record.originalKafkaOffset}`;
