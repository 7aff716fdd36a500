import type { ConfigMap } from '../config/config-key.ts';
import type { Schema } from '../data/schema.ts';
import type { SchemaAndValue } from '../data/schema-and-value.ts';
import type { Headers } from '../records/headers.ts';

/**
 * Turns Connect data into bytes and back. Both ways answer at once wherever they can, and with a promise only where they must ask somebody
 * (a schema registry, for a schema not seen before).
 */
export interface Converter {
  configure(config: ConfigMap, isKey: boolean): void;
  /**
   * Bytes, or a text that stands for its UTF-8 bytes (it is written in place, which saves a buffer); null is Kafka's null.
   * @throws DataError if the value does not fit the schema or can't be written
   */
  fromConnectData(
    topic: string,
    schema: Schema | null,
    value: unknown,
    headers: Headers | null,
  ): Bytes | Promise<Bytes>;
  /** `bytes` belong to the caller: copy what is kept. @throws DataError if they can't be read */
  toConnectData(
    topic: string,
    bytes: Uint8Array | null,
    headers: Headers | null,
  ): SchemaAndValue | Promise<SchemaAndValue>;
  /**
   * What `fromConnectData` gave so far is not needed any more: its memory may be used again. The worker may call this behind any record;
   * until it does, bytes must stay as they are.
   */
  release?(): void;
  close?(): void | Promise<void>;
}

export type Bytes = Uint8Array | string | null;

export interface HeaderConverter {
  configure(config: ConfigMap): void;
  fromConnectHeader(topic: string, key: string, schema: Schema | null, value: unknown): Uint8Array | null;
  toConnectHeader(topic: string, key: string, bytes: Uint8Array | null): SchemaAndValue;
  close?(): void | Promise<void>;
}
