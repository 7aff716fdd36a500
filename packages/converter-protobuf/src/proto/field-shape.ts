import { DataError } from '@causeway/api';
import protobuf from 'protobufjs';
import type { Enum, Field, Type } from 'protobufjs';
import { Kind, isPackable, scalarKinds } from './kind.ts';
import { mapNameOfEntry, mapNameOfField } from './map-names.ts';
import { fieldName, fieldsOf, fullName } from './proto-file.ts';

/** What the entries of a map hold: `map<key, value>`, or a message that is written for one. */
export interface EntryShape {
  readonly key: FieldShape;
  readonly value: FieldShape;
  /** Full name of the message without its ending "Entry", in the words of a field: `Customer.tags`. */
  readonly name: string;
}

/** What a reader or writer must know of a field of a message. */
export interface FieldShape {
  /** null for the keys and values of a `map<>`, which have none. */
  readonly field: Field | null;
  readonly name: string;
  readonly number: number;
  readonly kind: Kind;
  readonly repeated: boolean;
  readonly packed: boolean;
  /** Is it known whether there is a value? Else the default of the type stands for none. */
  readonly hasPresence: boolean;
  readonly message: Type | null;
  readonly enumeration: Enum | null;
  /** Of a repeated field that stands for a map. */
  readonly entry: EntryShape | null;
  /** Name of the `oneof` that it is a member of; null for none, and for proto3's `optional`. */
  readonly oneof: string | null;
  readonly isRequired: boolean;
  readonly isProto2: boolean;
}

/** In the order in which the file has them. */
export function shapesOf(type: Type): FieldShape[] {
  return fieldsOf(type).map(shapeOf);
}

function shapeOf(field: Field): FieldShape {
  const { partOf } = field;
  const oneof = partOf === null || partOf.isProto3Optional ? null : partOf.name;
  const repeated = field.repeated || field.map;
  const type = field.map ? mapType : typeShape(field.type, field.resolvedType, isDelimited(field));
  return {
    ...type,
    field,
    name: fieldName(field),
    number: field.id,
    repeated,
    // protobufjs says so of messages too
    packed: field.packed && isPackable(type.kind),
    hasPresence: !repeated && (isPresent(field) || field.resolvedType instanceof protobuf.Type),
    entry: entryShape(field, repeated),
    oneof,
    isRequired: field.required,
    isProto2: isClosed(field),
  };
}

interface Features {
  readonly enum_type?: string;
}

/** protobufjs works out the features of proto2, proto3 and the editions for each object. */
const featuresOf = (of: object): Features => (of as { readonly _features?: Features })._features ?? {};

/** As enums of proto2 are: a number that is not in the enum is a field that is not known. */
export const isClosed = (of: Enum | Field): boolean => featuresOf(of).enum_type === 'CLOSED';

const isDelimited = (field: Field): boolean => Boolean((field as { readonly delimited?: boolean }).delimited);

/** protobufjs answers with the `oneof` itself where that is why. */
const isPresent = (field: Field): boolean => (field.hasPresence as unknown) !== false;

type TypeShape = Pick<FieldShape, 'kind' | 'message' | 'enumeration'>;

/** Entries are messages, whatever they hold. */
const mapType: TypeShape = { kind: Kind.message, message: null, enumeration: null };

function typeShape(name: string, resolved: Type | Enum | null, delimited = false): TypeShape {
  if (resolved instanceof protobuf.Enum) return { kind: Kind.enumeration, message: null, enumeration: resolved };
  if (resolved !== null) return { kind: delimited ? Kind.group : Kind.message, message: resolved, enumeration: null };
  const kind = scalarKinds[name];
  if (kind === undefined) throw new DataError(`Protobuf: there is no type ${name}`);
  return { kind, message: null, enumeration: null };
}

function entryShape(field: Field, repeated: boolean): EntryShape | null {
  if (field.map) return mapEntry(field);
  const message = field.resolvedType;
  if (!repeated || !(message instanceof protobuf.Type)) return null;
  const name = mapNameOfEntry(message.name);
  // Java takes every repeated message whose name ends so for a map, whatever else is in it
  if (name === null || !isEntry(message)) return null;
  const [key, value] = fieldsOf(message).map(shapeOf);
  return key!.repeated ? null : { key: key!, value: value!, name: siblingName(fullName(message), name) };
}

function isEntry(message: Type): boolean {
  const [key, value, ...others] = fieldsOf(message);
  if (key?.id !== 1 || value?.id !== 2 || others.length > 0) return false;
  return fieldName(key) === 'key' && fieldName(value) === 'value';
}

function mapEntry(field: Field): EntryShape {
  const { keyType } = field as unknown as { readonly keyType: string };
  const simple = { field: null, repeated: false, packed: false, hasPresence: false, entry: null, oneof: null } as const;
  const rules = { isRequired: false, isProto2: isClosed(field) } as const;
  return {
    key: { ...simple, ...rules, ...typeShape(keyType, null), name: 'key', number: 1 },
    value: { ...simple, ...rules, ...typeShape(field.type, field.resolvedType), name: 'value', number: 2 },
    name: `${fullName(field.parent!)}.${mapNameOfField(fieldName(field))}`,
  };
}

/** `a.MapTypeEntry`, `map_type` → `a.map_type` */
const siblingName = (of: string, name: string): string => of.slice(0, of.lastIndexOf('.') + 1) + name;
