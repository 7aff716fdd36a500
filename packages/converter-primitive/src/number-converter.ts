import { DataError, kindOf } from '@causeway/api';
import type { ConfigMap, Converter, HeaderConverter, Schema, SchemaAndValue, SchemaType } from '@causeway/api';
import { checkConfig } from './config.ts';
import type { NumberFormat } from './number-format.ts';

const numberTypes: ReadonlySet<SchemaType> = new Set(['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64']);

/** Writes numbers of one type as big-endian bytes, as Java's ShortConverter, IntegerConverter, … do. */
export class NumberConverter implements Converter, HeaderConverter {
  readonly #name: string;
  readonly #format: NumberFormat;

  /** @param name of the converter, for messages */
  constructor(name: string, format: NumberFormat) {
    this.#name = name;
    this.#format = format;
  }

  /** @throws ConfigError for a `converter.type` that there is not */
  configure(config: ConfigMap, isKey?: boolean): void {
    checkConfig(config, isKey);
  }

  fromConnectData(_topic: string, schema: Schema | null, value: unknown): Uint8Array | null {
    if (value === null || value === undefined) return null;
    const format = this.#format;
    if (!fits(format, schema, value)) throw this.#notOfThisType(schema, value);
    const bytes = Buffer.allocUnsafe(format.bytes);
    format.write(bytes, value);
    return bytes;
  }

  toConnectData(_topic: string, bytes: Uint8Array | null): SchemaAndValue {
    return { schema: this.#format.schema, value: bytes === null ? null : this.#read(bytes) };
  }

  fromConnectHeader(topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    return this.fromConnectData(topic, schema, value);
  }

  toConnectHeader(topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return this.toConnectData(topic, bytes);
  }

  #read(bytes: Uint8Array): number | bigint {
    const format = this.#format;
    if (bytes.length === format.bytes)
      return format.read(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    throw new DataError(
      `${this.#name} reads an ${format.type} from ${format.bytes} bytes, but there are ${bytes.length}`,
    );
  }

  #notOfThisType(schema: Schema | null, value: unknown): DataError {
    const found =
      schema === null ? `${kindOf(value)} without schema` : `${kindOf(value)} of schema type ${schema.type}`;
    return new DataError(
      `${this.#name} writes values of schema type ${this.#format.type}, not of kind ${found}: give the value that schema, or use the converter of its type`,
    );
  }
}

/** Java: the class of the value decides, and its schema is not looked at; here the schema says what class a number would have. */
function fits(format: NumberFormat, schema: Schema | null, value: unknown): boolean {
  if (schema === null) return format.fitsSchemaless(value);
  return (schema.type === format.type || !numberTypes.has(schema.type)) && format.fits(value);
}
