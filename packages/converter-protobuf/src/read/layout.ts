import { DataError } from '@causeway/api';
import type { Type } from 'protobufjs';
import { type FieldShape, shapesOf } from '../proto/field-shape.ts';
import { fullName } from '../proto/proto-file.ts';
import type { MappingSettings } from '../settings.ts';

/** A field of the struct that a message is read into: a field of the message, or a `oneof` as a struct of its members. */
export type LayoutField =
  | { readonly name: string; readonly shape: FieldShape; readonly members: null }
  | { readonly name: string; readonly shape: null; readonly members: readonly FieldShape[]; readonly oneof: string };

/** The fields of a message in Connect. Java: first every `oneof`, then the other fields, in the order of the file. */
export function layoutOf(type: Type, settings: MappingSettings): readonly LayoutField[] {
  const shapes = shapesOf(type);
  const oneofs = type.oneofsArray.filter((oneof) => !oneof.isProto3Optional);
  const unions = oneofs.flatMap(({ name }, index): LayoutField[] => {
    const members = shapes.filter((shape) => shape.oneof === name);
    if (settings.flattensUnions) return members.map(plainField);
    return [{ name: settings.indexForUnions ? `${name}_${index}` : name, shape: null, members, oneof: name }];
  });
  const fields = [...unions, ...shapes.filter((shape) => shape.oneof === null).map(plainField)];
  checkNames(fields, type);
  return fields;
}

const plainField = (shape: FieldShape): LayoutField => ({ name: shape.name, shape, members: null });

function checkNames(fields: readonly LayoutField[], type: Type): void {
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name))
      throw new DataError(
        `Message ${fullName(type)} would have two fields called ${name} in Connect, one of them for a oneof: set generate.index.for.unions or flatten.unions otherwise`,
      );
    names.add(name);
  }
}
