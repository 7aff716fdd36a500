import { ConnectError, type Logger, type Schema } from '@causeway/api';
import type { Cluster } from '../cluster/cluster.ts';
import { RequestFailure } from '../cluster/request-failure.ts';
import { type RetryPolicy, withRetries } from '../cluster/retry.ts';
import { type Mapping, mappingOf } from './mapping.ts';
import { mappingChanges } from './mapping-changes.ts';

export interface IndicesOptions {
  readonly cluster: Pick<Cluster, 'address' | 'indexExists' | 'createIndex' | 'mapping' | 'putMapping'>;
  readonly retry: RetryPolicy;
  readonly logger: Logger;
}

/** Makes sure that indices exist and have fields for what is written to them. Everything is asked once a task. */
export class Indices {
  readonly #options: IndicesOptions;
  readonly #existing = new Set<string>();
  /** Mapped schemas by index. */
  readonly #mapped = new Map<string, Schema[]>();

  constructor(options: IndicesOptions) {
    this.#options = options;
  }

  /** Creates the index unless it, or an alias of that name, exists. @throws ConnectError if that fails */
  async ensureExists(index: string, topic: string): Promise<void> {
    if (this.#existing.has(index)) return;
    const { cluster, logger } = this.#options;
    const purpose = `for the topic "${topic}"`;
    if (!(await this.#try(`Looking for the index "${index}" ${purpose}`, () => cluster.indexExists(index)))) {
      await this.#try(`Creating the index "${index}" ${purpose}`, () => this.#create(index));
      logger.info(`Created the index "${index}" ${purpose}`);
    }
    this.#existing.add(index);
  }

  /**
   * Gives the index a field for every part of the schema that it has none for, so that a new column is mapped by its type and not by its first value.
   * @throws ConnectError if the server refuses
   */
  async ensureMapping(index: string, topic: string, schema: Schema): Promise<void> {
    const mapped = this.#mapped.get(index) ?? [];
    this.#mapped.set(index, mapped);
    if (mapped.some((known) => known.equals(schema))) return;
    const wanted = mappingOf(schema);
    if (wanted !== null) await this.#putMissing(index, topic, wanted);
    mapped.push(schema);
  }

  async #putMissing(index: string, topic: string, wanted: { properties: Record<string, Mapping> }): Promise<void> {
    const { cluster, logger } = this.#options;
    const existing = await this.#try(`Reading the mapping of the index "${index}"`, () => cluster.mapping(index));
    const { additions, conflicts } = mappingChanges(existing, wanted);
    for (const conflict of conflicts)
      logger.warn(
        `The mapping of the index "${index}" does not fit the records of the topic "${topic}": ${conflict}. Values that don't fit will be refused as malformed documents; a field's type can only be changed in a new index`,
      );
    if (additions === null) return;
    const fields = Object.keys(additions.properties).join(', ');
    await this.#try(`Mapping the fields ${fields} of the index "${index}" for the topic "${topic}"`, () =>
      cluster.putMapping(index, additions),
    );
    logger.info(`Mapped the fields ${fields} of the index "${index}"`);
  }

  async #create(index: string): Promise<void> {
    try {
      await this.#options.cluster.createIndex(index);
    } catch (error) {
      // another task was faster, or an attempt without an answer was carried out
      if (!(error instanceof RequestFailure) || error.type !== 'resource_already_exists_exception') throw error;
    }
  }

  async #try<T>(what: string, request: () => Promise<T>): Promise<T> {
    try {
      return await withRetries(this.#options.retry, what, request);
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      const attempts =
        error.kind === 'retriable' ? ` after ${this.#options.retry.maxRetries + 1} attempts (max.retries)` : '';
      throw new ConnectError(`${what} failed${attempts}: ${error.message}`, { code: 'ERR_ELASTICSEARCH_INDEX' });
    }
  }
}
