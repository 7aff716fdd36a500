import { Headers, type SchemaAndValue, SinkRecord } from '@causeway/api';
import type { RecordCursor } from '../../kafka/port.ts';
import type { Converters } from '../converters.ts';
import type { ConsumedRecord, ErrorHandler } from '../errors/error-handler.ts';
import type { Stage } from '../errors/error-policy.ts';
import type { TransformationChain } from '../transformation-chain.ts';

export interface RecordReaderParts {
  readonly chain: TransformationChain;
  readonly converters: Converters;
  readonly converterClasses: Readonly<Record<'key' | 'value' | 'header', string>>;
  readonly errors: ErrorHandler;
  /** Remembers the bytes of records, for reporting them later; null where nobody reports. */
  readonly originals: WeakMap<SinkRecord, ConsumedRecord> | null;
}

/** Converts and transforms what a poll gave. Records go the fast, synchronous way; those that must wait or fail go the slow way one by one. */
export class RecordReader {
  readonly #parts: RecordReaderParts;

  constructor(parts: RecordReaderParts) {
    this.#parts = parts;
  }

  /** Appends the records of the cursor to `batch`. @throws ConnectError for a record that can't be processed or skipped */
  async read(cursor: RecordCursor, batch: SinkRecord[]): Promise<void> {
    while (this.#readFast(cursor, batch) === 'slow') await this.#readSlowly(cursor, batch);
  }

  /** Reads on until the end, or until the record under the cursor needs the slow way. */
  #readFast(cursor: RecordCursor, batch: SinkRecord[]): 'end' | 'slow' {
    const { chain, converters, originals } = this.#parts;
    const transforms = !chain.isEmpty;
    const { topic } = cursor;
    while (cursor.next()) {
      try {
        const headers = cursor.headers === null ? null : this.#headers(cursor);
        const key = converters.key.toConnectData(topic, cursor.key, headers);
        const value = converters.value.toConnectData(topic, cursor.value, headers);
        if (key instanceof Promise || value instanceof Promise) return abandon(key, value);
        const record = sinkRecord(cursor, key, value, headers);
        const result = transforms ? chain.apply(record) : record;
        if (result === null) continue;
        batch.push(result);
        originals?.set(result, consumedRecord(cursor));
      } catch {
        return 'slow'; // found again, with its stage, on the slow way
      }
    }
    return 'end';
  }

  async #readSlowly(cursor: RecordCursor, batch: SinkRecord[]): Promise<void> {
    const { chain, converters, converterClasses, errors, originals } = this.#parts;
    const { topic } = cursor;
    let stage = 'HEADER_CONVERTER' as Stage;
    let className = '';
    const step = <T>(name: Stage, plugin: string, work: () => T | Promise<T>): Promise<T> => {
      stage = name;
      className = plugin;
      return errors.retry(work);
    };
    try {
      const headers =
        cursor.headers === null
          ? null
          : await step('HEADER_CONVERTER', converterClasses.header, () => this.#headers(cursor));
      const key = await step('KEY_CONVERTER', converterClasses.key, () =>
        converters.key.toConnectData(topic, cursor.key, headers),
      );
      const value = await step('VALUE_CONVERTER', converterClasses.value, () =>
        converters.value.toConnectData(topic, cursor.value, headers),
      );
      const record = sinkRecord(cursor, key, value, headers);
      const result = await step('TRANSFORMATION', '', () => chain.apply(record));
      if (result === null) return;
      batch.push(result);
      originals?.set(result, consumedRecord(cursor));
    } catch (error) {
      await errors.handle({
        stage,
        class: stage === 'TRANSFORMATION' ? chain.where.class : className,
        error: error as Error,
        where: `${topic}-${cursor.partition}@${cursor.offset}`,
        consumed: consumedRecord(cursor),
      });
    }
  }

  #headers({ topic, headers }: RecordCursor): Headers {
    const { header } = this.#parts.converters;
    const result = new Headers();
    for (const { key, value } of headers ?? []) {
      const data = header.toConnectHeader(topic, key, value);
      result.add(key, data.schema, data.value);
    }
    return result;
  }
}

function abandon(...pending: readonly unknown[]): 'slow' {
  for (const promise of pending) if (promise instanceof Promise) promise.catch(() => undefined);
  return 'slow';
}

function sinkRecord(
  cursor: RecordCursor,
  key: SchemaAndValue,
  value: SchemaAndValue,
  headers: Headers | null,
): SinkRecord {
  return new SinkRecord({
    topic: cursor.topic,
    kafkaPartition: cursor.partition,
    kafkaOffset: cursor.offset,
    keySchema: key.schema,
    key: key.value,
    valueSchema: value.schema,
    value: value.value,
    timestamp: cursor.timestamp < 0 ? null : cursor.timestamp,
    timestampType: cursor.timestampType,
    headers,
  });
}

function consumedRecord({ topic, partition, offset, timestamp, key, value, headers }: RecordCursor): ConsumedRecord {
  return { topic, partition, offset, timestamp, key, value, headers };
}
