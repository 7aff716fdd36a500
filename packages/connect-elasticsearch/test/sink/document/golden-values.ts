import { Decimal, float64, int64, Schema, type SchemaType, Struct } from '@causeway/api';

/** A schema as the goldens write it. */
export interface GoldenSchema {
  readonly type: SchemaType;
  readonly optional?: boolean;
  readonly name?: string;
  readonly version?: number;
  readonly parameters?: Record<string, string>;
  readonly default?: GoldenValue;
  readonly fields?: readonly { readonly name: string; readonly schema: GoldenSchema }[];
  readonly keySchema?: GoldenSchema | null;
  readonly valueSchema?: GoldenSchema | null;
}

export interface GoldenValue {
  readonly t: string;
  readonly v: unknown;
  readonly s?: GoldenSchema;
}

export function schemaOf(golden: GoldenSchema | null | undefined): Schema | null {
  if (!golden) return null;
  const { parameters, default: defaultValue, fields, keySchema, valueSchema, ...rest } = golden;
  const bare = {
    ...rest,
    parameters: parameters === undefined ? null : new Map(Object.entries(parameters)),
    fields: (fields ?? []).map((f) => ({ name: f.name, schema: schemaOf(f.schema)! })),
    keySchema: schemaOf(keySchema),
    valueSchema: schemaOf(valueSchema),
  };
  return new Schema({ ...bare, defaultValue: valueOf(defaultValue, new Schema(bare)) });
}

/** Floats without a schema are in their normal form there. */
export function valueOf(golden: GoldenValue | null | undefined, schema: Schema | null): unknown {
  if (!golden) return null;
  const { t, v } = golden;
  switch (t) {
    case 'INT64':
      return int64(BigInt(v as string));
    case 'FLOAT32':
    case 'FLOAT64':
      return schema === null ? float64(Number(v)) : Number(v);
    case 'BYTES':
      return Buffer.from(v as string, 'base64');
    case 'DECIMAL':
      return Decimal.parse(v as string);
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return new Date(Number(v));
    case 'ARRAY':
      return (v as GoldenValue[]).map((item) => valueOf(item, schema?.valueSchema ?? null));
    case 'MAP':
      return new Map(
        (v as [GoldenValue, GoldenValue][]).map(([k, item]) => [
          valueOf(k, schema?.keySchema ?? null),
          valueOf(item, schema?.valueSchema ?? null),
        ]),
      );
    case 'STRUCT': {
      const own = golden.s === undefined ? schema! : schemaOf(golden.s)!;
      const fields = v as Record<string, GoldenValue | null>;
      return Struct.of(
        own,
        own.fields.map((f) => valueOf(fields[f.name], f.schema)),
      );
    }
    default:
      return v;
  }
}
