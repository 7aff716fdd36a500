import {
  DateType,
  DecimalType,
  Schema,
  SchemaProjector,
  TimeType,
  TimestampType,
  validateValue,
  Values,
} from '@causeway/api';
import type { GoldenCase } from './case.ts';
import { decodeSchema, decodeValue, encodeSchema, encodeValue } from './encoding.ts';
import type { GoldenSubjects, Run } from './step.ts';

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

export function runValues(recorded: GoldenCase, { values = Values }: GoldenSubjects): Run {
  const op = recorded.op ?? '';
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

export function runSchemaProjector(recorded: GoldenCase): Run {
  return async (step) => {
    const [source, target] = [decodeSchema(recorded.source)!, decodeSchema(recorded.target)!];
    const value = decodeValue(recorded.value, source);
    step.phase = 'apply';
    return { value: encodeValue(SchemaProjector.project(source, value, target), target) };
  };
}

export function runSchemaValidate(recorded: GoldenCase): Run {
  return async (step) => {
    const schema = decodeSchema(recorded.schema)!;
    const value = decodeValue(recorded.value, schema);
    step.phase = 'apply';
    validateValue(schema, value);
    return { valid: true };
  };
}
