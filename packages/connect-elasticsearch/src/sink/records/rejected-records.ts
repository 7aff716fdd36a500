import { ConnectError, DataError, type ErrantRecordReporter, type Logger } from '@causeway/api';
import { coordinates, type Origin } from './origin.ts';

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
  async invalid(origin: Origin, cause: DataError): Promise<void> {
    await this.#report(origin, cause);
    const message = `No document can be made of the ${coordinates(origin)}: ${cause.message}`;
    if (!this.#rules.dropInvalid)
      throw new DataError(`${message}. To leave out such records set drop.invalid.message=true`, {
        cause,
        code: cause.code,
      });
    this.#rules.logger.error(`${message}. It is left out`);
  }

  /** It has no value, and such records are to be left out. */
  async nullValue(origin: Origin): Promise<void> {
    await this.#report(
      origin,
      new ConnectError('The record has no value, and behavior.on.null.values=ignore leaves it out'),
    );
  }

  /** Its document is not acceptable. */
  async malformed(origin: Origin, reason: string): Promise<void> {
    const message = `Elasticsearch can't take the document of the ${coordinates(origin)}: ${reason}`;
    await this.#report(origin, new ConnectError(message, { code: 'ERR_ELASTICSEARCH_MALFORMED_DOCUMENT' }));
    if (this.#rules.onMalformed === 'fail')
      throw new ConnectError(
        `${message}. To leave out such documents set behavior.on.malformed.documents to warn or ignore`,
        { code: 'ERR_ELASTICSEARCH_MALFORMED_DOCUMENT' },
      );
    this.#rules.logger[this.#rules.onMalformed === 'warn' ? 'warn' : 'debug'](`${message}. It is left out`);
  }

  /** An update of it lost against other updates, again and again. */
  async conflict(origin: Origin, reason: string): Promise<void> {
    const message = `The document of the ${coordinates(origin)} was changed by somebody else at every attempt: ${reason}`;
    const error = new ConnectError(message, { code: 'ERR_ELASTICSEARCH_VERSION_CONFLICT' });
    if (this.#rules.reporter === null) throw error;
    await this.#report(origin, error);
    this.#rules.logger.warn(`${message}. It is left out`);
  }

  async #report({ record, ...where }: Origin, error: Error): Promise<void> {
    const { reporter } = this.#rules;
    if (reporter === null) return;
    if (record === null) throw new ConnectError(`The ${coordinates(where)} can't be reported: it was not kept`);
    await reporter.report(record, error);
  }
}
