import { SchemaBuilderError } from '../errors.ts';
import { Schema, type SchemaType } from './schema.ts';
import { validateValue } from './validate.ts';

/**
 * Builds schemas step by step.
 *
 * ```ts
 * const login = SchemaBuilder.struct().name('login')
 *   .field('username', Schema.OPTIONAL_STRING_SCHEMA)
 *   .field('login_time', TimestampType.builder().optional().build())
 *   .build();
 * ```
 * @throws SchemaBuilderError where a part is set to two values, a field is named twice, or the default does not fit
 */
export class SchemaBuilder {
  readonly #type: SchemaType;
  #optional: boolean | null = null;
  #name: string | null = null;
  #version: number | null = null;
  #doc: string | null = null;
  #default: unknown = null;
  readonly #parameters = new Map<string, string>();
  readonly #fields: { name: string; schema: Schema }[] = [];
  readonly #keySchema: Schema | null;
  readonly #valueSchema: Schema | null;

  constructor(type: SchemaType, keySchema: Schema | null = null, valueSchema: Schema | null = null) {
    this.#type = type;
    this.#keySchema = keySchema;
    this.#valueSchema = valueSchema;
  }

  static int8 = () => new SchemaBuilder('INT8');
  static int16 = () => new SchemaBuilder('INT16');
  static int32 = () => new SchemaBuilder('INT32');
  static int64 = () => new SchemaBuilder('INT64');
  static float32 = () => new SchemaBuilder('FLOAT32');
  static float64 = () => new SchemaBuilder('FLOAT64');
  static bool = () => new SchemaBuilder('BOOLEAN');
  static string = () => new SchemaBuilder('STRING');
  static bytes = () => new SchemaBuilder('BYTES');
  static struct = () => new SchemaBuilder('STRUCT');
  static array = (items: Schema) => new SchemaBuilder('ARRAY', null, items);
  static map = (keys: Schema, values: Schema) => new SchemaBuilder('MAP', keys, values);

  optional(): this {
    checkUnset('optional', this.#optional, true);
    this.#optional = true;
    return this;
  }

  required(): this {
    checkUnset('optional', this.#optional, false);
    this.#optional = false;
    return this;
  }

  name(name: string | null): this {
    checkUnset('name', this.#name, name);
    this.#name = name;
    return this;
  }

  version(version: number | null): this {
    checkUnset('version', this.#version, version);
    this.#version = version;
    return this;
  }

  doc(doc: string | null): this {
    checkUnset('doc', this.#doc, doc);
    this.#doc = doc;
    return this;
  }

  /** The value must fit the schema as built so far. */
  defaultValue(value: unknown): this {
    checkUnset('default', this.#default, value);
    try {
      validateValue(this.build(), value);
    } catch (cause) {
      throw new SchemaBuilderError(`Invalid default value: ${(cause as Error).message}`, { cause });
    }
    this.#default = value ?? null;
    return this;
  }

  /** Sets a parameter, also over one that was set before. */
  parameter(name: string, value: string): this {
    this.#parameters.set(name, value);
    return this;
  }

  /** Adds to the parameters, or sets them over those set before. */
  parameters(parameters: Iterable<readonly [string, string]>): this {
    for (const [name, value] of parameters) this.parameter(name, value);
    return this;
  }

  /** Adds a field at the end of a STRUCT. */
  field(name: string, schema: Schema): this {
    if (this.#type !== 'STRUCT')
      throw new SchemaBuilderError(`A field can be added to a STRUCT only, not to ${this.#type}`);
    if (name === '') throw new SchemaBuilderError('The name of a field cannot be empty');
    if (this.#fields.some((f) => f.name === name)) throw new SchemaBuilderError(`Field ${name} is defined twice`);
    this.#fields.push({ name, schema });
    return this;
  }

  build(): Schema {
    return new Schema({
      type: this.#type,
      optional: this.#optional ?? false,
      name: this.#name,
      version: this.#version,
      doc: this.#doc,
      defaultValue: this.#default,
      parameters: this.#parameters.size > 0 ? new Map(this.#parameters) : null,
      fields: this.#fields,
      keySchema: this.#keySchema,
      valueSchema: this.#valueSchema,
    });
  }
}

/** The same value may be set again. */
function checkUnset(part: string, current: unknown, value: unknown): void {
  if (current !== null && current !== value)
    throw new SchemaBuilderError(`Invalid SchemaBuilder call: ${part} has already been set`);
}
