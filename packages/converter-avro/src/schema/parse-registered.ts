import { DataError } from '@causeway/api';
import { type Maybe, type RegisteredSchema, type SchemaRegistryClient, andThen } from '@causeway/schema-registry';
import type { AvroType } from './avro-type.ts';
import { type Names, parseSchema } from './parse-schema.ts';

/**
 * Parses a schema of the registry, together with those that it refers to.
 * @throws DataError if it is no Avro schema; what the registry's client throws
 */
export function parseRegistered(registered: RegisteredSchema, registry: SchemaRegistryClient): Maybe<AvroType> {
  const { id, schema, schemaType } = registered;
  if (schemaType !== 'AVRO') {
    throw new DataError(
      `Schema ${id} is of the type ${schemaType}, but AvroConverter reads and writes AVRO: use the converter for ${schemaType}`,
      { code: 'ERR_SCHEMA_TYPE' },
    );
  }
  return andThen(registry.references(registered), (references) => {
    const names: Names = new Map();
    try {
      for (const { schema: referred } of references) parseSchema(referred.schema, names);
      return parseSchema(schema, names);
    } catch (error) {
      if (error instanceof DataError)
        throw new DataError(`Schema ${id} can't be read: ${error.message}`, { cause: error });
      throw error;
    }
  });
}
