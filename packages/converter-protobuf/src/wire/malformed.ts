import { DataError } from '@causeway/api';

/**
 * What is wrong with a message or a value, while the place is being found: each message on the way out puts its field in front, so that
 * the path costs nothing where nothing is wrong.
 */
export class Malformed extends Error {
  readonly #path: string[] = [];

  /** Adds the field in which it happened. */
  within(field: string): this {
    this.#path.unshift(field);
    return this;
  }

  /** `doing` is how the sentence begins: "Writing a record of topic t". */
  toDataError(doing: string): DataError {
    const place = this.#path.length === 0 ? '' : `, field "${this.#path.join('.')}"`;
    return new DataError(`${doing}${place}: ${this.message}`, { cause: this, code: 'ERR_PROTOBUF_DATA' });
  }
}
