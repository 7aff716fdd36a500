import type { Schema } from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import { ENUM_PARAMETER, FIXED_SIZE, GENERALIZED_ENUM, GENERALIZED_UNION, UNION_NAME } from './names.ts';

/** A struct of which one field has a value, which stands for a union. */
export const isUnion = (schema: Schema): boolean =>
  schema.type === 'STRUCT' && (schema.name === UNION_NAME || schema.parameters?.has(GENERALIZED_UNION) === true);

export const isEnum = ({ type, parameters }: Schema): boolean =>
  type === 'STRING' && parameters !== null && (parameters.has(GENERALIZED_ENUM) || parameters.has(ENUM_PARAMETER));

export const isFixed = ({ type, name, parameters }: Schema): boolean =>
  type === 'BYTES' && name !== null && parameters?.has(FIXED_SIZE) === true;

/** Is the map one in Avro too, and not an array of entries? */
export const isAvroMap = ({ keySchema }: Schema, { optionalMapKeys }: AvroSettings): boolean =>
  keySchema?.type === 'STRING' && (!keySchema.optional || optionalMapKeys);
