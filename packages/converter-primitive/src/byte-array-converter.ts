import { DataError, Schema, kindOf } from '@causeway/api';
import type { Converter, HeaderConverter, SchemaAndValue } from '@causeway/api';

/** Hands bytes on as they are, as `org.apache.kafka.connect.converters.ByteArrayConverter` does. */
export class ByteArrayConverter implements Converter, HeaderConverter {
  /** There is nothing to set. Java: not even `converter.type` is looked at */
  configure(): void {
    // nothing
  }

  fromConnectData(_topic: string, schema: Schema | null, value: unknown): Uint8Array | null {
    if (schema !== null && schema.type !== 'BYTES') {
      throw new DataError(
        `ByteArrayConverter writes values of schema type BYTES, not ${schema.type}: use another converter for this data`,
      );
    }
    if (value === null || value === undefined) return null;
    if (value instanceof Uint8Array) return value;
    throw new DataError(`ByteArrayConverter writes bytes, not a value of kind ${kindOf(value)}`);
  }

  /** The value is a copy: the bytes given stay the caller's. */
  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    return { schema: Schema.OPTIONAL_BYTES_SCHEMA, value: bytes === null ? null : Buffer.from(bytes) };
  }

  fromConnectHeader(topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    return this.fromConnectData(topic, schema, value);
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }
}
