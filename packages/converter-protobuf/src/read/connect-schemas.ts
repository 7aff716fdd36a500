import { DateType, DecimalType, Schema, SchemaBuilder, TimeType, TimestampType } from '@causeway/api';
import type { SchemaChanges, SchemaType } from '@causeway/api';
import type { Type } from 'protobufjs';
import type { FieldShape } from '../proto/field-shape.ts';
import { Kind, scalarKinds } from '../proto/kind.ts';
import { META_CONNECT_TYPE, META_PRECISION, META_SCALE, fieldParams } from '../proto/meta.ts';
import { fullName } from '../proto/proto-file.ts';
import { DATE, DECIMAL, TIME_OF_DAY, TIMESTAMP, wrapperTypes } from '../proto/well-known.ts';
import {
  type MappingSettings,
  PRECISION,
  PROTOBUF_TYPE,
  TAG,
  UNION_NAME,
  UNION_PARAMETER,
  enumParameter,
} from '../settings.ts';
import { declaredDefault } from './default-value.ts';
import { type LayoutField, layoutOf } from './layout.ts';

interface Use {
  readonly optional: boolean;
  /** Number of the field; null where it is not told. */
  readonly tag: number | null;
}

const integerTypes: Readonly<Record<string, SchemaType>> = { int8: 'INT8', int16: 'INT16' };

/** The Connect schemas of the messages of one file. */
export class ConnectSchemas {
  readonly #settings: MappingSettings;
  /** Neither `optional.for.nullables` nor `wrapper.for.nullables`: whatever a field is, it may be null. */
  readonly #allOptional: boolean;
  readonly #layouts = new Map<Type, readonly LayoutField[]>();
  /** Of each message as it was met first; other uses of it have the same fields. */
  readonly #messages = new Map<Type, Schema>();
  readonly #structs = new Map<string, Schema>();
  readonly #fields = new Map<FieldShape, Schema>();

  constructor(settings: MappingSettings) {
    this.#settings = settings;
    this.#allOptional = !settings.optionalForNullables && !settings.wrapperForNullables;
  }

  layout(type: Type): readonly LayoutField[] {
    let layout = this.#layouts.get(type);
    if (layout === undefined) this.#layouts.set(type, (layout = layoutOf(type, this.#settings)));
    return layout;
  }

  /** Of a whole message. */
  root(type: Type): Schema {
    return this.#struct(type, { optional: false, tag: null });
  }

  /** The kind of scalar in a wrapper message that is read as that scalar; null for others. */
  unwrapped(type: Type): Kind | null {
    return this.#settings.wrapperForNullables ? wrappedKind(type) : null;
  }

  /** Of a field in its struct. */
  field(shape: FieldShape): Schema {
    let schema = this.#fields.get(shape);
    if (schema === undefined) this.#fields.set(shape, (schema = this.#build(shape)));
    return schema;
  }

  #build(shape: FieldShape): Schema {
    const { entry, repeated } = shape;
    const use = { optional: this.#isOptional(shape), tag: shape.number };
    if (!repeated) return this.#value(shape, use);
    const builder =
      entry === null
        ? SchemaBuilder.array(this.#value(shape, { optional: this.#allOptional, tag: null }))
        : SchemaBuilder.map(this.field(entry.key), this.field(entry.value)).name(this.#name(entry.name));
    return finished(builder, use);
  }

  #isOptional(shape: FieldShape): boolean {
    if (shape.repeated) return this.#allOptional;
    if (shape.isRequired) return false;
    // Java: a message is required where optional.for.nullables is set and it is not marked, but may be missing all the same
    return this.#allOptional || shape.hasPresence;
  }

  #value(shape: FieldShape, use: Use): Schema {
    if (shape.message !== null) return this.#message(shape, shape.message, use);
    const builder = shape.enumeration === null ? scalar(shape) : this.#enumeration(shape.enumeration);
    const value = use.tag === null ? undefined : declaredDefault(shape, this.#settings.intForEnums);
    return finished(value === undefined ? builder : builder.defaultValue(value), use);
  }

  #message(shape: FieldShape, type: Type, use: Use): Schema {
    const params = shape.field === null ? new Map<string, string>() : fieldParams(shape.field);
    switch (fullName(type)) {
      case DECIMAL:
        return finished(decimal(params), use);
      case DATE:
        return finished(DateType.builder(), use);
      case TIME_OF_DAY:
        return finished(TimeType.builder(), use);
      case TIMESTAMP:
        return finished(TimestampType.builder(), use);
      default: {
        const kind = this.unwrapped(type);
        return kind === null ? this.#struct(type, use) : finished(integer(kind, params), use);
      }
    }
  }

  #enumeration(enumeration: NonNullable<FieldShape['enumeration']>): SchemaBuilder {
    const name = this.#name(fullName(enumeration));
    const parameter = enumParameter(this.#settings);
    const builder = (this.#settings.intForEnums ? SchemaBuilder.int32() : SchemaBuilder.string()).name(name);
    builder.parameter(parameter, name);
    for (const [value, number] of Object.entries(enumeration.values))
      builder.parameter(`${parameter}.${value}`, String(number));
    return builder;
  }

  #struct(type: Type, use: Use): Schema {
    const key = `${fullName(type)} ${use.optional} ${use.tag}`;
    let schema = this.#structs.get(key);
    if (schema === undefined) {
      const { optional, tag } = use;
      const parameters = tag === null ? null : new Map([[TAG, String(tag)]]);
      const known = this.#messages.get(type);
      schema = known?.with({ optional, parameters }) ?? this.#newStruct(type, { optional, parameters });
      this.#structs.set(key, schema);
    }
    return schema;
  }

  /** A message may have itself as a field. */
  #newStruct(type: Type, use: SchemaChanges): Schema {
    return Schema.recursive((self) => {
      this.#messages.set(type, self);
      const fields = this.layout(type).map((field) => ({
        name: field.name,
        schema: field.members === null ? this.field(field.shape) : this.#union(type, field.oneof, field.members),
      }));
      return { ...use, type: 'STRUCT', name: this.#name(fullName(type)), fields };
    });
  }

  #union(type: Type, oneof: string, members: readonly FieldShape[]): Schema {
    const name = this.#settings.keepsPackages ? `${fullName(type)}.${oneof}` : oneof;
    const builder = SchemaBuilder.struct().optional();
    if (this.#settings.generalizedSumTypes) builder.name(name).parameter(UNION_PARAMETER, name);
    else builder.name(`${UNION_NAME}.${name}`);
    for (const member of members) builder.field(member.name, this.field(member));
    return builder.build();
  }

  #name(full: string): string {
    return this.#settings.keepsPackages ? full : full.slice(full.lastIndexOf('.') + 1);
  }
}

/** The kind of scalar in one of google's wrapper messages; null for others. */
export function wrappedKind(type: Type): Kind | null {
  const name = wrapperTypes[fullName(type)];
  return name === undefined ? null : scalarKinds[name]!;
}

function finished(builder: SchemaBuilder, { optional, tag }: Use): Schema {
  if (optional) builder.optional();
  if (tag !== null) builder.parameter(TAG, String(tag));
  return builder.build();
}

function decimal(params: ReadonlyMap<string, string>): SchemaBuilder {
  const builder = DecimalType.builder(Number(params.get(META_SCALE) ?? 0));
  const precision = params.get(META_PRECISION);
  return precision === undefined ? builder : builder.parameter(PRECISION, precision);
}

const typeNames = new Map(Object.entries(scalarKinds).map(([name, kind]) => [kind, name]));

function scalar({ kind, field }: FieldShape): SchemaBuilder {
  const builder = integer(kind, field === null ? new Map<string, string>() : fieldParams(field));
  const isUsual = kind === Kind.int32 || kind === Kind.int64 || kind >= Kind.float;
  return isUsual ? builder : builder.parameter(PROTOBUF_TYPE, typeNames.get(kind)!);
}

function integer(kind: Kind, params: ReadonlyMap<string, string>): SchemaBuilder {
  const type = connectType(kind);
  return new SchemaBuilder(type === 'INT32' ? (integerTypes[params.get(META_CONNECT_TYPE) ?? ''] ?? type) : type);
}

/** The schema type of a scalar. */
export function connectType(kind: Kind): SchemaType {
  switch (kind) {
    case Kind.int32:
    case Kind.sint32:
    case Kind.sfixed32:
      return 'INT32';
    case Kind.float:
      return 'FLOAT32';
    case Kind.double:
      return 'FLOAT64';
    case Kind.bool:
      return 'BOOLEAN';
    case Kind.string:
      return 'STRING';
    case Kind.bytes:
      return 'BYTES';
    default:
      return 'INT64';
  }
}
