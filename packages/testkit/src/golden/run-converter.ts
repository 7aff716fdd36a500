import type { Bytes, Schema, SchemaAndValue } from '@causeway/api';
import type { GoldenCase, GoldenResult } from './case.ts';
import { createPlugin } from './create-plugin.ts';
import { decodeSchema, decodeValue, encodeSchema, encodeValue } from './encoding.ts';
import type { GoldenSubjects, Phase, Run } from './step.ts';

export function runConverter(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const converter = createPlugin('converter', recorded, subjects);
  const topic = recorded.topic ?? 't';
  return async (step) => {
    converter.configure(recorded.config ?? {}, recorded.isKey ?? false);
    return convert(recorded, step, {
      from: async (schema, value) => converter.fromConnectData(topic, schema, value, null),
      to: async (bytes) => converter.toConnectData(topic, bytes, null),
    });
  };
}

export function runHeaderConverter(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const converter = createPlugin('header_converter', recorded, subjects);
  const [topic, header] = [recorded.topic ?? 't', recorded.header ?? 'h'];
  return async (step) => {
    converter.configure({ 'converter.type': 'header', ...recorded.config });
    return convert(recorded, step, {
      from: async (schema, value) => converter.fromConnectHeader(topic, header, schema, value),
      to: async (bytes) => converter.toConnectHeader(topic, header, bytes),
    });
  };
}

interface Directions {
  readonly from: (schema: Schema | null, value: unknown) => Promise<Bytes>;
  readonly to: (bytes: Uint8Array | null) => Promise<SchemaAndValue>;
}

async function convert(recorded: GoldenCase, step: { phase: Phase }, { from, to }: Directions): Promise<GoldenResult> {
  let result: GoldenResult = {};
  let bytes = recorded.bytes == null ? null : Buffer.from(recorded.bytes, 'base64');
  if (recorded.op !== 'to') {
    const schema = decodeSchema(recorded.schema);
    const value = decodeValue(recorded.value, schema);
    step.phase = 'from';
    const written = await from(schema, value);
    bytes = typeof written === 'string' ? Buffer.from(written, 'utf8') : written === null ? null : Buffer.from(written);
    result = { bytes: bytes?.toString('base64') ?? null };
  }
  if (recorded.op !== 'from') {
    step.phase = 'to';
    const { schema, value } = await to(bytes);
    result = { ...result, schema: encodeSchema(schema), value: encodeValue(value, schema) };
  }
  return result;
}
