import { createRequire } from 'node:module';
import { BoundedMap, DataError } from '@causeway/api';
import type { ResolvedReference, SchemaText } from '@causeway/schema-registry';
import type { Ajv, AnySchema, ErrorObject, ValidateFunction } from 'ajv';
import type { SpecVersion } from '../config.ts';

/** Validates messages of one schema. */
export interface Validator {
  /** @throws DataError that says what does not fit, and where */
  check(text: string, action: 'read' | 'written'): void;
}

interface ValidatorSettings {
  readonly cacheSize: number;
  readonly specVersion: SpecVersion;
  readonly ignoreModernDialects: boolean;
}

const requireModule = createRequire(import.meta.url);

/** Classes of ajv by draft. Loaded when the first message is validated, which most converters never do. */
const modules: Readonly<Record<SpecVersion, string>> = {
  draft_4: 'ajv-draft-04',
  draft_6: 'ajv',
  draft_7: 'ajv',
  draft_2019_09: 'ajv/dist/2019.js',
  draft_2020_12: 'ajv/dist/2020.js',
};

/** Compiles each schema once. */
export class Validators {
  readonly #settings: ValidatorSettings;
  readonly #validators: BoundedMap<string, Validator>;

  constructor(settings: ValidatorSettings) {
    this.#settings = settings;
    this.#validators = new BoundedMap(settings.cacheSize);
  }

  /** @throws DataError if the schema is no valid JSON schema */
  of(text: SchemaText, references: readonly ResolvedReference[]): Validator {
    const key = references.length === 0 ? text.schema : JSON.stringify([text.schema, text.references]);
    let validator = this.#validators.get(key);
    if (validator === undefined) this.#validators.set(key, (validator = this.#compile(text, references)));
    return validator;
  }

  #compile(text: SchemaText, references: readonly ResolvedReference[]): Validator {
    try {
      const schema = JSON.parse(text.schema) as AnySchema;
      const ajv = this.#ajvFor(schema);
      for (const { name, schema: referred } of references) addReference(ajv, schema, name, referred);
      const validate = ajv.compile(schema);
      return {
        check: (json, action) => {
          checkMessage(validate, json, action);
        },
      };
    } catch (cause) {
      throw new DataError(`The JSON schema can't be used to validate messages: ${(cause as Error).message}`, { cause });
    }
  }

  #ajvFor(schema: AnySchema): Ajv {
    const given = typeof schema === 'object' && typeof schema.$schema === 'string' ? schema.$schema : '';
    const draft = this.#draftOf(given);
    const loaded = requireModule(modules[draft]) as { default: new (options: object) => Ajv };
    // Confluent's schemas have keywords of their own, and Java knows formats that ajv does not
    const ajv = new loaded.default({ strict: false, logger: false, validateFormats: false, validateSchema: false });
    return ajv;
  }

  #draftOf(uri: string): SpecVersion {
    const named = /draft-0?(4|6|7)\b|draft\/(2019-09|2020-12)/.exec(uri);
    const draft = named === null ? this.#settings.specVersion : draftNames[(named[1] ?? named[2])!]!;
    return this.#settings.ignoreModernDialects && draft.startsWith('draft_20') ? 'draft_7' : draft;
  }
}

const draftNames: Readonly<Record<string, SpecVersion>> = {
  '4': 'draft_4',
  '6': 'draft_6',
  '7': 'draft_7',
  '2019-09': 'draft_2019_09',
  '2020-12': 'draft_2020_12',
};

/** A reference is known by its name, which counts from the URI of the schema that refers. */
function addReference(ajv: Ajv, root: AnySchema, name: string, { schema }: SchemaText): void {
  const base = typeof root === 'object' ? ((root.$id ?? root.id) as unknown) : undefined;
  const uri = typeof base === 'string' && URL.canParse(base) ? new URL(name, base).href : name;
  const referred = JSON.parse(schema) as AnySchema;
  ajv.addSchema(referred, uri);
}

function checkMessage(validate: ValidateFunction, text: string, action: 'read' | 'written'): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return; // Reading it says where it is malformed
  }
  if (validate(message)) return;
  const problems = (validate.errors ?? []).map(describe);
  throw new DataError(`The message ${action} does not fit its JSON schema: ${problems.join('; ')}`, {
    code: 'ERR_JSON_SCHEMA_INVALID_MESSAGE',
  });
}

/** Without the value, which may be secret. */
function describe({ instancePath, message }: ErrorObject): string {
  return `${instancePath === '' ? 'value' : instancePath} ${message ?? 'is not valid'}`;
}
