import { DataError } from '@causeway/api';
import type { Schema } from '@causeway/api';
import type { Type } from 'protobufjs';
import { type FieldShape, shapesOf } from '../proto/field-shape.ts';
import { Kind } from '../proto/kind.ts';
import { fullName } from '../proto/proto-file.ts';
import { DATE, DECIMAL, TIME_OF_DAY } from '../proto/well-known.ts';
import { wrappedKind } from '../read/connect-schemas.ts';
import { type MappingSettings, PRECISION } from '../settings.ts';
import { FieldWriter } from './field-writer.ts';
import { DecimalWriter, type MessageWriter, dateWriter, timeWriter, timestampWriter } from './message-values.ts';
import { protoName } from './names.ts';
import { logicalMessage, unionName } from './schema-kind.ts';
import { EntryWriter, type OneofSlot, type Slot, StructWriter } from './struct-writer.ts';
import { fits } from './type-fit.ts';
import { WrapperWriter } from './wrapper-writer.ts';

/** Makes writers for data of a Connect schema as messages of a registered file, matching their fields by name. */
export class WriterCompiler {
  readonly #settings: MappingSettings;
  readonly #structs = new Map<Schema, Map<Type, StructWriter>>();

  constructor(settings: MappingSettings) {
    this.#settings = settings;
  }

  /** @throws DataError where the message has no field for one of the schema, or one of another type */
  root(schema: Schema, type: Type): MessageWriter {
    if (schema.type === 'STRUCT') return this.#struct(schema, type);
    const kind = wrappedKind(type);
    if (kind === null || !fits(schema, kind)) throw mismatch('the value', schema, fullName(type));
    return new WrapperWriter(kind, schema.type);
  }

  #struct(schema: Schema, type: Type): StructWriter {
    const known = this.#structs.get(schema)?.get(type);
    if (known !== undefined) return known;
    const writer = new StructWriter(schema);
    const writers = this.#structs.get(schema) ?? new Map<Type, StructWriter>();
    this.#structs.set(schema, writers.set(type, writer));
    const shapes = new Map(shapesOf(type).map((shape) => [shape.name, shape]));
    const slots: Slot[] = [];
    const oneofs: OneofSlot[] = [];
    for (const field of schema.fields) {
      if (unionName(field.schema, this.#settings) === null) {
        const shape = this.#shape(shapes, field.name, type);
        slots.push(this.#slot(field.name, field.index, field.schema, shape, -1));
        continue;
      }
      const members = field.schema.fields;
      for (const { name, index, schema } of members) {
        const shape = this.#shape(shapes, name, type);
        slots.push({ ...this.#slot(name, index, schema, shape, field.index), optional: true, defaultValue: null });
      }
      const { optional } = field.schema;
      oneofs.push({
        name: field.name,
        index: field.index,
        schema: field.schema,
        members: members.map((m) => m.index),
        optional,
      });
    }
    checkRequired(schema, type, slots);
    slots.sort((a, b) => a.field.number - b.field.number);
    writer.complete(slots, [...oneofs, ...flatOneofs(slots, type)]);
    return writer;
  }

  #shape(shapes: ReadonlyMap<string, FieldShape>, name: string, type: Type): FieldShape {
    const shape = shapes.get(protoName(name, 'field', this.#settings));
    if (shape !== undefined) return shape;
    throw new DataError(
      `Message ${fullName(type)} of the registered schema has no field ${name}, which the data have: add it there, or let the converter register its own schema (auto.register.schemas=true)`,
      { code: 'ERR_PROTOBUF_SCHEMA' },
    );
  }

  #slot(name: string, index: number, schema: Schema, shape: FieldShape, unionIndex: number): Slot {
    const isMap = schema.type === 'MAP';
    const isList = schema.type === 'ARRAY';
    if (isMap !== (shape.entry !== null) || shape.repeated !== (isList || isMap))
      throw mismatch(`field ${name}`, schema, `${shape.repeated ? 'repeated ' : ''}${typeName(shape)}`);
    const valueSchema = isList ? schema.valueSchema! : schema;
    const field = new FieldWriter(shape, valueSchema.type);
    if (!isMap) field.message = this.#message(name, valueSchema, shape);
    const { optional, defaultValue } = schema;
    const ignoresDefault = optional && this.#settings.ignoresDefaultForNullables;
    return {
      name,
      index,
      unionIndex,
      field,
      shape: isMap ? 'map' : isList ? 'list' : 'single',
      entry: isMap ? this.#entry(schema, shape) : null,
      optional,
      defaultValue: ignoresDefault ? null : (defaultValue ?? null),
    };
  }

  #entry(schema: Schema, { entry }: FieldShape): EntryWriter {
    const key = this.#slot('key', 0, schema.keySchema!, entry!.key, -1);
    return new EntryWriter(key, this.#slot('value', 1, schema.valueSchema!, entry!.value, -1));
  }

  /** null for a scalar. */
  #message(name: string, schema: Schema, shape: FieldShape): MessageWriter | null {
    const { message } = shape;
    const logical = logicalMessage(schema);
    if (message === null) {
      if (logical === null && fits(schema, shape.kind)) return null;
      throw mismatch(`field ${name}`, schema, typeName(shape));
    }
    if (logical !== null) {
      if (fullName(message) === logical) return logicalWriter(logical, schema);
      throw mismatch(`field ${name}`, schema, fullName(message));
    }
    if (schema.type === 'STRUCT') return this.#struct(schema, message);
    const kind = wrappedKind(message);
    if (kind !== null && fits(schema, kind)) return new WrapperWriter(kind, schema.type);
    throw mismatch(`field ${name}`, schema, fullName(message));
  }
}

/** Of fields that are members of a `oneof` without a struct of it: unions that were flattened. */
function flatOneofs(slots: readonly Slot[], type: Type): OneofSlot[] {
  const flat = type.oneofsArray.filter((oneof) => !oneof.isProto3Optional);
  return flat.flatMap(({ name, fieldsArray }): OneofSlot[] => {
    const numbers = new Set(fieldsArray.map((field) => field.id));
    const members = slots.filter((slot) => slot.unionIndex < 0 && numbers.has(slot.field.number));
    if (members.length < 2) return [];
    return [{ name, index: -1, schema: null, members: members.map((slot) => slot.index), optional: true }];
  });
}

function checkRequired(schema: Schema, type: Type, slots: readonly Slot[]): void {
  const numbers = new Set(slots.map((slot) => slot.field.number));
  const absent = shapesOf(type).find((shape) => shape.isRequired && !numbers.has(shape.number));
  if (absent !== undefined)
    throw new DataError(
      `Message ${fullName(type)} of the registered schema requires the field ${absent.name}, which the data (${schema.name ?? 'a struct'}) do not have`,
      { code: 'ERR_PROTOBUF_SCHEMA' },
    );
}

const typeName = (shape: FieldShape): string =>
  shape.message !== null
    ? fullName(shape.message)
    : shape.enumeration !== null
      ? fullName(shape.enumeration)
      : Object.keys(Kind)[shape.kind]!;

const mismatch = (what: string, schema: Schema, type: string): DataError =>
  new DataError(
    `Connect's type ${schema.name === null ? schema.type : `${schema.type} (${schema.name})`} of ${what} can't be written as ${type}, which the registered schema says`,
    { code: 'ERR_PROTOBUF_SCHEMA' },
  );

function logicalWriter(message: string, schema: Schema): MessageWriter {
  switch (message) {
    case DECIMAL: {
      const precision = schema.parameters?.get(PRECISION);
      return new DecimalWriter(precision === undefined ? null : Number(precision));
    }
    case DATE:
      return dateWriter;
    case TIME_OF_DAY:
      return timeWriter;
    default:
      return timestampWriter;
  }
}
