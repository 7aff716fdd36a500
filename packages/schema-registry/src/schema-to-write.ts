import { DataError } from '@causeway/api';
import type { Maybe, SchemaRegistryClient } from './client/schema-registry-client.ts';
import type { RegistrySettings } from './config/settings.ts';
import type { RegisteredSchema, SchemaText } from './schema.ts';

/** Under which id a record is written, and with which schema. */
export interface SchemaToWrite {
  readonly id: number;
  /** The schema to write with where it need not be the connector's own: the latest of the subject, or the one of `use.schema.id`. Else null. */
  readonly registered: RegisteredSchema | null;
}

/** Says why data of the schema `own` can't be read with `registered`, or null if it can. */
export type CheckReadable = (registered: RegisteredSchema, own: SchemaText) => Maybe<string | null>;

export type SchemaToWriteSettings = Pick<
  RegistrySettings,
  | 'autoRegister'
  | 'useLatestVersion'
  | 'useSchemaId'
  | 'normalize'
  | 'latestCompatibilityStrict'
  | 'idCompatibilityStrict'
>;

/**
 * Finds out with which schema to write, by `auto.register.schemas`, `use.schema.id` and `use.latest.version`, in this order.
 * @throws what the client throws; DataError where a `…compatibility.strict` setting demands a check and it fails
 */
export function schemaToWrite(
  client: SchemaRegistryClient,
  settings: SchemaToWriteSettings,
  subject: string,
  own: SchemaText,
  check: CheckReadable,
): Maybe<SchemaToWrite> {
  const { autoRegister, useSchemaId, useLatestVersion, normalize } = settings;
  if (autoRegister) return andThen(client.register(subject, own, { normalize }), ownSchema);
  if (useSchemaId !== null) {
    const strict = settings.idCompatibilityStrict ? 'id.compatibility.strict' : null;
    return andThen(client.getByIdAndSubject(useSchemaId, subject), (it) =>
      checked(it, own, { subject, strict, check }),
    );
  }
  if (useLatestVersion) {
    const strict = settings.latestCompatibilityStrict ? 'latest.compatibility.strict' : null;
    return andThen(client.latest(subject), (it) => checked(it, own, { subject, strict, check }));
  }
  const doing = `looking up the schema under subject ${subject}, where it must be as auto.register.schemas is false`;
  return andThen(client.lookUp(subject, own, { normalize, doing }), ({ id }) => ownSchema(id));
}

const ownSchema = (id: number): SchemaToWrite => ({ id, registered: null });

interface Check {
  readonly subject: string;
  /** The setting that demands the check; null for none. */
  readonly strict: string | null;
  readonly check: CheckReadable;
}

function checked(
  registered: RegisteredSchema,
  own: SchemaText,
  { subject, strict, check }: Check,
): Maybe<SchemaToWrite> {
  const result = { id: registered.id, registered };
  if (registered.schemaType !== own.schemaType)
    throw new DataError(
      `Schema ${registered.id} of subject ${subject} is of type ${registered.schemaType}, but the converter writes ${own.schemaType}`,
      { code: 'ERR_SCHEMA_TYPE' },
    );
  if (strict === null) return result;
  return andThen(check(registered, own), (problem) => {
    if (problem === null) return result;
    throw new DataError(
      `Schema ${registered.id} of subject ${subject} can't read what the connector's schema says: ${problem}. ${strict}=false leaves out this check`,
      { code: 'ERR_SCHEMA_INCOMPATIBLE' },
    );
  });
}

/** Goes on at once with what is there, and later with what is not. Not called `then`, which would make a promise of this module. */
export function andThen<T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
