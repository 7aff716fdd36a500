import { ConfigError, DataError, DateType, DecimalType, Schema, TimeType, TimestampType } from '@causeway/api';
import type { Bytes, Plugin, PluginKind, SchemaAndValue, SourceRecord } from '@causeway/api';
import type { GoldenCase, GoldenError, GoldenResult } from './case.ts';
import { decodeSchema, decodeValue, encodeSchema, encodeValue } from './encoding.ts';
import { decodeRecord, encodeRecord } from './record.ts';

/** The functions that cases of kind `values` call, under the names of Java's class Values. */
export interface ValuesFunctions {
  parseString(text: string | null): SchemaAndValue;
  inferSchema(value: unknown): Schema | null;
  /** `convertToByte`, `convertToDecimal`, …; `scale` is given to convertToDecimal alone. */
  readonly [convertTo: `convertTo${string}`]: (schema: Schema | null, value: unknown, scale: number) => unknown;
}

/** What the cases are run against. */
export interface GoldenSubjects {
  readonly plugins?: readonly Plugin[];
  readonly values?: ValuesFunctions;
}

type Phase = GoldenError['phase'];

/** Runs one case and encodes its result; what a plugin throws is a result too. @throws Error if the subject of the case was not given */
export async function runCase(recorded: GoldenCase, subjects: GoldenSubjects): Promise<GoldenResult> {
  const step = { phase: 'configure' as Phase };
  const run = runners[recorded.kind](recorded, subjects);
  try {
    return await run(step);
  } catch (error) {
    return { error: { kind: kindOfError(error), phase: step.phase, message: (error as Error).message } };
  }
}

function kindOfError(error: unknown): GoldenError['kind'] {
  return error instanceof ConfigError ? 'ConfigException' : error instanceof DataError ? 'DataException' : 'other';
}

/** Notes the phase before each step. */
type Run = (step: { phase: Phase }) => Promise<GoldenResult>;

const runners: Readonly<Record<GoldenCase['kind'], (recorded: GoldenCase, subjects: GoldenSubjects) => Run>> = {
  converter: runConverter,
  headerConverter: runHeaderConverter,
  transform: runTransform,
  predicate: runPredicate,
  values: runValues,
};

function create<K extends PluginKind>(kind: K, recorded: GoldenCase, { plugins = [] }: GoldenSubjects) {
  const found = plugins.find((plugin) => plugin.kind === kind && plugin.class === recorded.class);
  if (found === undefined) throw new Error(`no ${kind} ${recorded.class ?? ''} among the plugins`);
  return (found as Extract<Plugin, { kind: K }>).create() as ReturnType<Extract<Plugin, { kind: K }>['create']>;
}

function runConverter(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const converter = create('converter', recorded, subjects);
  const topic = recorded.topic ?? 't';
  return async (step) => {
    converter.configure(recorded.config ?? {}, recorded.isKey ?? false);
    return convert(recorded, step, {
      from: async (schema, value) => converter.fromConnectData(topic, schema, value, null),
      to: async (bytes) => converter.toConnectData(topic, bytes, null),
    });
  };
}

function runHeaderConverter(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const converter = create('header_converter', recorded, subjects);
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
  from(schema: Schema | null, value: unknown): Promise<Bytes>;
  to(bytes: Uint8Array | null): Promise<SchemaAndValue>;
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

function runTransform(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const transformation = create('transformation', recorded, subjects);
  return async (step) => {
    transformation.configure(recorded.config ?? {});
    const record = decodeRecord(recorded.record!);
    step.phase = 'apply';
    // The contract wants one type of record for input and output, which the kind of the case decides.
    const applied = transformation.apply(record as SourceRecord);
    return { record: applied === null ? null : encodeRecord(applied) };
  };
}

function runPredicate(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const predicate = create('predicate', recorded, subjects);
  return async (step) => {
    predicate.configure(recorded.config ?? {});
    const record = decodeRecord(recorded.record!);
    step.phase = 'apply';
    return { test: predicate.test(record) };
  };
}

/** What the values of a conversion are by Java's signature, where it is one type. */
const convertedTo: Readonly<Record<string, Schema>> = {
  convertToBoolean: Schema.BOOLEAN_SCHEMA,
  convertToByte: Schema.INT8_SCHEMA,
  convertToShort: Schema.INT16_SCHEMA,
  convertToInteger: Schema.INT32_SCHEMA,
  convertToLong: Schema.INT64_SCHEMA,
  convertToFloat: Schema.FLOAT32_SCHEMA,
  convertToDouble: Schema.FLOAT64_SCHEMA,
  convertToString: Schema.STRING_SCHEMA,
  convertToDate: DateType.SCHEMA,
  convertToTime: TimeType.SCHEMA,
  convertToTimestamp: TimestampType.SCHEMA,
  convertToDecimal: DecimalType.schema(0),
};

function runValues(recorded: GoldenCase, { values }: GoldenSubjects): Run {
  const op = recorded.op ?? '';
  if (values === undefined) throw new Error(`no functions given for the case of ${op}`);
  return async (step) => {
    const schema = decodeSchema(recorded.schema);
    const value = decodeValue(recorded.value, schema);
    step.phase = 'apply';
    if (op === 'parseString') {
      const parsed = values.parseString(recorded.text ?? null);
      return { schema: encodeSchema(parsed.schema), value: encodeValue(parsed.value, parsed.schema) };
    }
    if (op === 'inferSchema') return { schema: encodeSchema(values.inferSchema(value)) };
    const converted = values[op as `convertTo${string}`]!(schema, value, recorded.scale ?? 0);
    return { value: encodeValue(converted, convertedTo[op] ?? null) };
  };
}
