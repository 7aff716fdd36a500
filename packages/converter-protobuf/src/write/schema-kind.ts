import { DateType, DecimalType, TimeType, TimestampType } from '@causeway/api';
import type { Schema } from '@causeway/api';
import { DATE, DECIMAL, TIME_OF_DAY, TIMESTAMP } from '../proto/well-known.ts';
import { type MappingSettings, PROTOBUF_TYPE, UNION_NAME, UNION_PARAMETER, enumParameter } from '../settings.ts';

const logicalMessages: Readonly<Record<string, string>> = {
  [DecimalType.LOGICAL_NAME]: DECIMAL,
  [DateType.LOGICAL_NAME]: DATE,
  [TimeType.LOGICAL_NAME]: TIME_OF_DAY,
  [TimestampType.LOGICAL_NAME]: TIMESTAMP,
};

/** Full name of the message that holds values of a logical type; null for schemas of no logical type. */
export const logicalMessage = (schema: Schema): string | null =>
  schema.name === null ? null : (logicalMessages[schema.name] ?? null);

/** The name of the `oneof` that a struct stands for; null for a struct that is a message. */
export function unionName(schema: Schema, settings: MappingSettings): string | null {
  if (schema.type !== 'STRUCT') return null;
  const generalized = settings.generalizedSumTypes ? schema.parameters?.get(UNION_PARAMETER) : undefined;
  const full = generalized ?? (isUnionName(schema.name) ? schema.name! : null);
  return full === null ? null : full.slice(full.lastIndexOf('.') + 1);
}

const isUnionName = (name: string | null): boolean =>
  name !== null && (name === UNION_NAME || name.startsWith(`${UNION_NAME}.`));

export interface EnumShape {
  readonly name: string;
  readonly values: readonly (readonly [name: string, number: number])[];
}

/** The enum that a STRING or INT32 stands for, by its parameters; null for none. */
export function enumShape(schema: Schema, settings: MappingSettings): EnumShape | null {
  const parameter = enumParameter(settings);
  const full = schema.parameters?.get(parameter);
  if (full === undefined || (schema.type !== 'STRING' && schema.type !== 'INT32')) return null;
  const values: (readonly [string, number])[] = [];
  for (const [name, value] of schema.parameters!)
    if (name.startsWith(`${parameter}.`)) values.push([name.slice(parameter.length + 1), Number(value)]);
  return { name: full.slice(full.lastIndexOf('.') + 1), values };
}

const integers = ['int32', 'sint32', 'sfixed32'];
const longs = ['int64', 'sint64', 'sfixed64', 'uint64', 'fixed64', 'uint32', 'fixed32'];

/** The protobuf type of a primitive; the parameter `protobuf.type` chooses among those of the same range. */
export function scalarType(schema: Schema): string | null {
  const wish = schema.parameters?.get(PROTOBUF_TYPE) ?? '';
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
      return integers.includes(wish) ? wish : 'int32';
    case 'INT64':
      return longs.includes(wish) ? wish : 'int64';
    case 'FLOAT32':
      return 'float';
    case 'FLOAT64':
      return 'double';
    case 'BOOLEAN':
      return 'bool';
    case 'STRING':
      return 'string';
    case 'BYTES':
      return 'bytes';
    default:
      return null;
  }
}

/** The wrapper message of a primitive. */
export function wrapperMessage(schema: Schema): string | null {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
      return 'google.protobuf.Int32Value';
    case 'INT64':
      return 'google.protobuf.Int64Value';
    case 'FLOAT32':
      return 'google.protobuf.FloatValue';
    case 'FLOAT64':
      return 'google.protobuf.DoubleValue';
    case 'BOOLEAN':
      return 'google.protobuf.BoolValue';
    case 'STRING':
      return 'google.protobuf.StringValue';
    case 'BYTES':
      return 'google.protobuf.BytesValue';
    default:
      return null;
  }
}
