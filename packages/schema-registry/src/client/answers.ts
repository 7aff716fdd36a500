import { DataError } from '@causeway/api';
import type { RegisteredSchema, SchemaReference, SchemaText, SchemaType } from '../schema.ts';

const types: readonly string[] = ['AVRO', 'JSON', 'PROTOBUF'];

/** What a registry sends for a schema, in its various answers. @throws DataError if it is none */
export function readSchema(json: unknown, doing: string): SchemaText {
  const { schema, schemaType, references, ruleSet } = json as Readonly<Record<string, unknown>>;
  // The registry leaves out the type where it is AVRO, and some registries answer with null.
  const type = schemaType ?? 'AVRO';
  if (typeof schema !== 'string' || typeof type !== 'string')
    throw new DataError(`The schema registry's answer holds no schema, while ${doing}`);
  if (!types.includes(type))
    throw new DataError(`The schema registry has a schema of the unknown type ${type}, while ${doing}`);
  refuseRules(ruleSet, doing);
  return {
    schemaType: type as SchemaType,
    schema,
    references: Array.isArray(references) ? (references as SchemaReference[]).map(readReference) : [],
  };
}

const readReference = ({ name, subject, version }: SchemaReference): SchemaReference => ({ name, subject, version });

/** Rules change data on its way, by encrypting it for instance: data must not be written or read without them. */
function refuseRules(ruleSet: unknown, doing: string): void {
  const { domainRules, encodingRules } = (ruleSet ?? {}) as { domainRules?: unknown; encodingRules?: unknown };
  for (const rules of [domainRules, encodingRules]) {
    if (Array.isArray(rules) && rules.length > 0)
      throw new DataError(
        `The schema has data rules, such as for encryption, which are not supported, while ${doing}`,
        {
          code: 'ERR_SCHEMA_RULES',
        },
      );
  }
}

/** A schema with its id. */
export function readRegistered(json: unknown, subject: string, doing: string): RegisteredSchema {
  const { version } = json as { version?: unknown };
  return {
    ...readSchema(json, doing),
    id: readId(json, doing),
    subject,
    version: typeof version === 'number' ? version : null,
  };
}

export function readId(json: unknown, doing: string): number {
  const { id } = json as { id?: unknown };
  if (typeof id !== 'number' || !Number.isInteger(id))
    throw new DataError(`The schema registry's answer holds no schema id, while ${doing}`);
  return id;
}
