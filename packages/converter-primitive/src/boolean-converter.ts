import { DataError, Schema, kindOf } from '@causeway/api';
import type { ConfigMap, Converter, HeaderConverter, SchemaAndValue } from '@causeway/api';
import { checkConfig } from './config.ts';

/** Writes booleans as one byte, 1 or 0, as `org.apache.kafka.connect.converters.BooleanConverter` does. */
export class BooleanConverter implements Converter, HeaderConverter {
  /** @throws ConfigError for a `converter.type` that there is not */
  configure(config: ConfigMap, isKey?: boolean): void {
    checkConfig(config, isKey);
  }

  fromConnectData(_topic: string, schema: Schema | null, value: unknown): Uint8Array | null {
    if (schema !== null && schema.type !== 'BOOLEAN') {
      throw new DataError(
        `BooleanConverter writes values of schema type BOOLEAN, not ${schema.type}: use another converter for this data`,
      );
    }
    if (value === null || value === undefined) return null;
    if (typeof value !== 'boolean')
      throw new DataError(`BooleanConverter writes booleans, not a value of kind ${kindOf(value)}`);
    const bytes = Buffer.allocUnsafe(1);
    bytes[0] = value ? 1 : 0;
    return bytes;
  }

  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    return { schema: Schema.OPTIONAL_BOOLEAN_SCHEMA, value: bytes === null ? null : readBoolean(bytes) };
  }

  fromConnectHeader(topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    return this.fromConnectData(topic, schema, value);
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }
}

function readBoolean(bytes: Uint8Array): boolean {
  if (bytes.length !== 1) throw new DataError(`A boolean is 1 byte long, but there are ${bytes.length}`);
  if (bytes[0] === 1) return true;
  if (bytes[0] === 0) return false;
  throw new DataError(`A boolean is the byte 0 or 1, not ${bytes[0]}`);
}
