import { defineConfig, type HeaderConverter, type Schema, type SchemaAndValue, Values } from '@causeway/api';

export const simpleHeaderConverterConfig = defineConfig({});

/** Headers as texts, and back with a guess at what they stand for: `1` comes back as a number, `{"a": 1}` as a map. */
export class SimpleHeaderConverter implements HeaderConverter {
  configure(): void {
    // it has no settings
  }

  fromConnectHeader(_topic: string, _key: string, schema: Schema | null, value: unknown): Uint8Array | null {
    const text = Values.convertToString(schema, value);
    return text === null ? null : Buffer.from(text);
  }

  toConnectHeader(_topic: string, _key: string, bytes: Uint8Array | null): SchemaAndValue {
    return Values.parseString(bytes === null ? null : Buffer.from(bytes).toString('utf8'));
  }
}
