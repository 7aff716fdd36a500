import { Schema, javaString } from '@causeway/api';
import type { ConfigMap, Converter, HeaderConverter, SchemaAndValue } from '@causeway/api';
import { type Charset, charsetNamed } from './charset/charset.ts';
import { stringConverterConfig } from './config.ts';

const DEFAULT_ENCODING = 'UTF-8';

/**
 * Writes any value as the text that Java's `toString` gives, and reads every message as a text, as
 * `org.apache.kafka.connect.storage.StringConverter` does. Schemas are not written and not checked.
 */
export class StringConverter implements Converter, HeaderConverter {
  #charset: Charset = charsetNamed(DEFAULT_ENCODING);

  /** @throws ConfigError for an encoding that there is not */
  configure(config: ConfigMap, isKey?: boolean): void {
    const type = isKey === undefined ? (config['converter.type'] ?? 'header') : isKey ? 'key' : 'value';
    const values = stringConverterConfig.parse({ ...config, 'converter.type': type });
    // Java: a key without a value counts as left out
    const isLeftOut = config['converter.encoding'] === null;
    this.#charset = charsetNamed(isLeftOut ? DEFAULT_ENCODING : values['converter.encoding']);
  }

  fromConnectData(_topic: string, schema: Schema | null, value: unknown): Uint8Array | string | null {
    if (value === null || value === undefined) return null;
    return this.#charset.encode(typeof value === 'string' ? value : javaString(value, schema));
  }

  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    const value = bytes === null ? null : this.#charset.decode(asBuffer(bytes));
    return { schema: Schema.OPTIONAL_STRING_SCHEMA, value };
  }

  fromConnectHeader(topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    const encoded = this.fromConnectData(topic, schema, value);
    return typeof encoded === 'string' ? Buffer.from(encoded, 'utf8') : encoded;
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
