import { SchemaProjectorError } from '../errors.ts';
import { equalParameters } from './equal-values.ts';
import { asDataError } from './nesting.ts';
import type { Schema, SchemaType } from './schema.ts';
import { Struct } from './struct.ts';

/**
 * Brings a value from the schema it was written with to another, compatible one: numbers to wider types, fields added with their default and
 * fields left out.
 */
export const SchemaProjector = { project: projectValue } as const;

/** Each may become one after it. */
const WIDTHS: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

/**
 * `value` of `source` as a value of `target`; null for null where `source` is required or `target` optional.
 * @throws SchemaProjectorError where the type, name or parameters of the schemas don't go together, or `target` needs what `source` has not;
 * DataError for data that is nested too deeply
 */
function projectValue(source: Schema, value: unknown, target: Schema): unknown {
  try {
    return project(source, value, target);
  } catch (error) {
    throw asDataError(error, 'projecting');
  }
}

function project(source: Schema, value: unknown, target: Schema): unknown {
  checkCompatible(source, target);
  const isMissing = value === null || value === undefined;
  if (!source.optional || target.optional) return isMissing ? null : projectPresent(source, value, target);
  if (target.defaultValue === null) {
    throw new SchemaProjectorError(
      'The source schema is optional, but the target schema is required and has no default',
    );
  }
  return isMissing ? target.defaultValue : projectPresent(source, value, target);
}

function checkCompatible(source: Schema, target: Schema): void {
  if (source === target) return;
  if (source.type !== target.type && !isPromotable(source.type, target.type)) {
    throw new SchemaProjectorError(`Schema type mismatch: a ${source.type} can't become a ${target.type}`);
  }
  if (source.name !== target.name) {
    throw new SchemaProjectorError(`Schema name mismatch: source ${source.name}, target ${target.name}`);
  }
  if (!equalParameters(source.parameters, target.parameters)) {
    throw new SchemaProjectorError(`Schema parameters of source and target ${source.name ?? source.type} differ`);
  }
}

function isPromotable(source: SchemaType, target: SchemaType): boolean {
  const from = WIDTHS.indexOf(source);
  return from >= 0 && WIDTHS.indexOf(target) >= from;
}

function projectPresent(source: Schema, value: unknown, target: Schema): unknown {
  switch (target.type) {
    case 'STRUCT':
      return projectStruct(source, as(value, value instanceof Struct, target) as Struct, target);
    case 'ARRAY':
      return projectArray(source, as(value, Array.isArray(value), target) as unknown[], target);
    case 'MAP':
      return projectMap(source, as(value, value instanceof Map, target) as Map<unknown, unknown>, target);
    case 'FLOAT32':
      return isNumber(value) ? Math.fround(Number(value)) : value;
    case 'FLOAT64':
      return isNumber(value) ? Number(value) : value;
    default:
      return value;
  }
}

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint';

function as(value: unknown, fits: boolean, { type }: Schema): unknown {
  if (!fits) throw new SchemaProjectorError(`The value to be projected is no ${type}, as its schemas say`);
  return value;
}

function projectStruct(source: Schema, struct: Struct, target: Schema): Struct {
  const projected = new Struct(target);
  for (const targetField of target.fields) {
    const { name, schema } = targetField;
    const sourceField = source.field(name);
    if (sourceField !== null) {
      projected.put(targetField, projectField(name, sourceField.schema, struct.get(name), schema));
    } else if (!schema.optional) {
      if (schema.defaultValue === null) {
        throw new SchemaProjectorError(`Required field "${name}" is missing from the source schema`);
      }
      projected.put(targetField, schema.defaultValue);
    }
  }
  return projected;
}

function projectField(name: string, source: Schema, value: unknown, target: Schema): unknown {
  try {
    return project(source, value, target);
  } catch (cause) {
    if (!(cause instanceof SchemaProjectorError)) throw cause;
    throw new SchemaProjectorError(`Error projecting "${name}": ${cause.message}`, { cause });
  }
}

function projectArray(source: Schema, items: readonly unknown[], target: Schema): unknown[] {
  const [from, to] = [itemsOf(source), itemsOf(target)];
  return items.map((item) => project(from, item, to));
}

function projectMap(source: Schema, map: ReadonlyMap<unknown, unknown>, target: Schema): Map<unknown, unknown> {
  const projected = new Map<unknown, unknown>();
  for (const [key, value] of map) {
    projected.set(project(keysOf(source), key, keysOf(target)), project(itemsOf(source), value, itemsOf(target)));
  }
  return projected;
}

const itemsOf = ({ type, valueSchema }: Schema): Schema => known(type, valueSchema);
const keysOf = ({ type, keySchema }: Schema): Schema => known(type, keySchema);

function known(type: SchemaType, schema: Schema | null): Schema {
  if (schema === null) throw new SchemaProjectorError(`A ${type} schema does not say what it holds`);
  return schema;
}
