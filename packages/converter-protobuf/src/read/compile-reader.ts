import type { Schema } from '@causeway/api';
import type { Type } from 'protobufjs';
import type { FieldShape } from '../proto/field-shape.ts';
import type { Kind } from '../proto/kind.ts';
import { META_SCALE, fieldParams } from '../proto/meta.ts';
import { fullName } from '../proto/proto-file.ts';
import { DATE, DECIMAL, TIME_OF_DAY, TIMESTAMP } from '../proto/well-known.ts';
import type { MappingSettings } from '../settings.ts';
import type { ConnectSchemas } from './connect-schemas.ts';
import { declaredDefault, typeDefault } from './default-value.ts';
import { FieldReader, type Target } from './field-reader.ts';
import { DecimalReader, type MessageReader, dateReader, timeReader, timestampReader } from './message-values.ts';
import { EntryReader, StructReader, WrapperReader } from './struct-reader.ts';

/** Makes readers of messages, one for each schema; readers of messages that hold themselves hold themselves too. */
export class ReaderCompiler {
  readonly #schemas: ConnectSchemas;
  readonly #settings: MappingSettings;
  readonly #structs = new Map<Schema, StructReader>();

  constructor(schemas: ConnectSchemas, settings: MappingSettings) {
    this.#schemas = schemas;
    this.#settings = settings;
  }

  struct(schema: Schema, type: Type): StructReader {
    return this.#struct(schema, type, []);
  }

  /** @param outer the messages in which this one stands */
  #struct(schema: Schema, type: Type, outer: readonly Type[]): StructReader {
    const known = this.#structs.get(schema);
    if (known !== undefined) return known;
    const reader = new StructReader(schema);
    this.#structs.set(schema, reader);
    const inner = [...outer, type];
    const template = new Array<unknown>(schema.fields.length).fill(null);
    const fields: FieldReader[] = [];
    const required: FieldReader[] = [];
    const generated: FieldReader[] = [];
    for (const [index, { shape, members }] of this.#schemas.layout(type).entries()) {
      const fieldSchema = schema.fields[index]!.schema;
      if (shape === null) {
        for (const [member, memberShape] of members.entries()) {
          const target = { index: member, unionIndex: index, unionSchema: fieldSchema, others: [] };
          fields.push(this.#field(memberShape, target, fieldSchema.fields[member]!.schema, inner));
        }
        continue;
      }
      const others = this.#otherMembers(type, shape, schema);
      const field = this.#field(shape, { index, unionIndex: -1, unionSchema: null, others }, fieldSchema, inner);
      fields.push(field);
      template[index] = this.#initial(shape);
      if (shape.isRequired) required.push(field);
      if (this.#isGenerated(shape, field, inner)) generated.push(field);
    }
    reader.complete(fields, template, required, generated);
    return reader;
  }

  /** In the same `oneof`, where unions are flattened. */
  #otherMembers(type: Type, shape: FieldShape, schema: Schema): number[] {
    if (shape.oneof === null) return [];
    const siblings = this.#schemas.layout(type).filter((it) => it.shape?.oneof === shape.oneof && it.shape !== shape);
    return siblings.map(({ name }) => schema.field(name)!.index);
  }

  /** What a field is that is not in the message. */
  #initial(shape: FieldShape): unknown {
    if (shape.repeated || shape.oneof !== null || shape.isRequired || shape.message !== null) return null;
    if (!shape.hasPresence) return typeDefault(shape, this.#settings.intForEnums);
    // Java: before optional.for.proto2, a proto2 field that is missing had its default
    if (!shape.isProto2 || this.#settings.optionalForProto2) return null;
    return declaredDefault(shape, this.#settings.intForEnums) ?? typeDefault(shape, this.#settings.intForEnums);
  }

  /** Not where a message holds itself, which would go on for ever. */
  #isGenerated(shape: FieldShape, field: FieldReader, outer: readonly Type[]): boolean {
    if (!this.#settings.structForNulls || shape.repeated || shape.oneof !== null) return false;
    return field.message instanceof StructReader && !outer.includes(shape.message!);
  }

  #field(shape: FieldShape, target: Target, schema: Schema, outer: readonly Type[]): FieldReader {
    const field = new FieldReader(shape, target, schema);
    if (shape.entry !== null) field.entry = this.#entry(shape.entry.key, shape.entry.value, schema, outer);
    else if (shape.message !== null)
      field.message = this.#message(shape, shape.message, shape.repeated ? schema.valueSchema! : schema, outer);
    return field;
  }

  #entry(key: FieldShape, value: FieldShape, schema: Schema, outer: readonly Type[]): EntryReader {
    const reader = new EntryReader();
    const part = (shape: FieldShape, index: number, partSchema: Schema): FieldReader =>
      this.#field(shape, { index, unionIndex: -1, unionSchema: null, others: [] }, partSchema, outer);
    const template = [this.#initial(key), this.#initial(value)];
    const valueReader = part(value, 1, schema.valueSchema!);
    // Protobuf: in a map<> a missing message is an empty one; in a message that stands for an entry it is none
    const missing = value.hasPresence || valueReader.message instanceof WrapperReader ? null : valueReader.message;
    reader.complete(part(key, 0, schema.keySchema!), valueReader, template, missing);
    return reader;
  }

  #message(shape: FieldShape, type: Type, schema: Schema, outer: readonly Type[]): MessageReader {
    switch (fullName(type)) {
      case DECIMAL:
        return new DecimalReader(declaredScale(shape));
      case DATE:
        return dateReader;
      case TIME_OF_DAY:
        return timeReader;
      case TIMESTAMP:
        return timestampReader;
      default: {
        const kind = this.#schemas.unwrapped(type);
        return kind === null ? this.#struct(schema, type, outer) : wrapperReader(kind, schema);
      }
    }
  }
}

function declaredScale({ field }: FieldShape): number | null {
  const scale = field === null ? undefined : fieldParams(field).get(META_SCALE);
  return scale === undefined ? null : Number(scale);
}

const nowhere: Target = { index: 0, unionIndex: -1, unionSchema: null, others: [] };

/** @param schema of the scalar */
export function wrapperReader(kind: Kind, schema: Schema): WrapperReader {
  const shape: FieldShape = {
    field: null,
    name: 'value',
    number: 1,
    kind,
    repeated: false,
    packed: false,
    hasPresence: false,
    message: null,
    enumeration: null,
    entry: null,
    oneof: null,
    isRequired: false,
    isProto2: false,
  };
  return new WrapperReader(new FieldReader(shape, nowhere, schema), typeDefault(shape, false));
}
