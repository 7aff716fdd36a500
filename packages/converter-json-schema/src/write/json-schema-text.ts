import { DataError, DecimalType, type Schema } from '@causeway/api';
import { isUnion, names } from '../connect-names.ts';
import { inHashOrder } from './hash-order.ts';
import { type WriteSettings, WriterCompiler } from './value-writer.ts';

export interface SchemaTextSettings extends WriteSettings {
  readonly additionalProperties: boolean;
  readonly generalizedSumTypes: boolean;
}

/** Members of a JSON object, as text. */
type Members = readonly string[];

const NULL = '{"type":"null"}';

const integers: Readonly<Partial<Record<Schema['type'], string>>> = {
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
};

/**
 * A Connect schema as the text of a JSON schema, letter for letter as Confluent's converter has it: type, title, description, default,
 * connect.index, connect.version, connect.type, connect.parameters, and what is inside; but booleans have their type last, and enums their
 * symbols first.
 * @throws DataError for a schema that JSON schemas can't express
 */
export function jsonSchemaText(schema: Schema, settings: SchemaTextSettings): string {
  return new SchemaPrinter(settings).print(schema, null, 'value');
}

/** Where a schema stands. */
interface Place {
  /** Of a property; null elsewhere. */
  readonly index: number | null;
  readonly name: string;
}

class SchemaPrinter {
  readonly #settings: SchemaTextSettings;
  /** Ids of the schemas that are being printed: what has one of them is a reference back. */
  readonly #ids = new Set<string>();
  /** Recursive schemas that have no id of their own; their place in the list gives them one. */
  readonly #withoutId: Schema[] = [];

  constructor(settings: SchemaTextSettings) {
    this.#settings = settings;
  }

  print(schema: Schema | null, index: number | null, name: string): string {
    if (schema === null) throw new DataError(`The schema of ${name} is missing, which a JSON schema can't do without`);
    const place = { index, name };
    const known = this.#reference(schema, place);
    if (known !== null) return known;
    if (isUnion(schema)) return this.#union(schema, place);
    if (!schema.optional) return this.#required(schema, place);
    const own = this.#required(schema, { index: null, name });
    return object([...indexMember(index), `"oneOf":[${NULL},${own}]`]);
  }

  /** To a schema that was printed before under its id; null for all others. */
  #reference(schema: Schema, place: Place): string | null {
    const id = this.#idOf(schema);
    if (id !== undefined && this.#ids.has(id)) return reference(id, schema, place);
    if (id !== undefined) this.#ids.add(id);
    return null;
  }

  #idOf(schema: Schema): string | undefined {
    const own = schema.parameters?.get(names.id);
    if (own !== undefined || !schema.isRecursive) return own;
    let index = this.#withoutId.findIndex((it) => it.fields === schema.fields && it.name === schema.name);
    if (index < 0) index = this.#withoutId.push(schema) - 1;
    return `${names.idPrefix}-${index + 1}`;
  }

  #union(schema: Schema, { index, name }: Place): string {
    const fields = schema.fields.map((f) => this.#member(f.schema.withOptional(false), f.index, `${name} ${f.name}`));
    const all = schema.optional ? [NULL, ...fields] : fields;
    return object([...indexMember(index), `"oneOf":[${all.join(',')}]`]);
  }

  #member(schema: Schema, index: number, name: string): string {
    const place = { index, name };
    const known = this.#reference(schema, place);
    if (known !== null) return known;
    return isUnion(schema) ? this.#union(schema, place) : this.#required(schema, place);
  }

  #required(schema: Schema, place: Place): string {
    const integer = integers[schema.type];
    if (integer !== undefined) return this.#typed('integer', schema, place, integer);
    switch (schema.type) {
      case 'FLOAT32':
        return this.#typed('number', schema, place, 'float32');
      case 'FLOAT64':
        return this.#typed('number', schema, place, 'float64');
      case 'BYTES':
        return this.#typed(schema.name === DecimalType.LOGICAL_NAME ? 'number' : 'string', schema, place, 'bytes');
      case 'BOOLEAN':
        return object([...this.#common(schema, place, null), '"type":"boolean"']);
      case 'ARRAY': {
        const items = this.print(schema.valueSchema, null, `an item of ${place.name}`);
        return this.#typed('array', schema, place, null, [`"items":${items}`]);
      }
      case 'MAP':
        return this.#map(schema, place);
      case 'STRUCT':
        return this.#struct(schema, place);
      default:
        return this.#string(schema, place);
    }
  }

  #typed(type: string, schema: Schema, place: Place, connectType: string | null, inner: Members = []): string {
    return object([`"type":"${type}"`, ...this.#common(schema, place, connectType), ...inner]);
  }

  #string(schema: Schema, place: Place): string {
    const symbols = this.#symbols(schema);
    if (symbols === null) return this.#typed('string', schema, place, null);
    return object([`"enum":[${symbols.join(',')}]`, ...this.#common(schema, place, null)]);
  }

  /** Of an enum; null for other strings. */
  #symbols(schema: Schema): string[] | null {
    const known = this.#settings.generalizedSumTypes
      ? [names.generalizedEnum, names.enum]
      : [names.enum, names.generalizedEnum];
    const prefix = known.find((name) => schema.parameters?.has(name));
    if (prefix === undefined) return null;
    const symbols = Array.from(schema.parameters!.keys())
      .filter((name) => name.startsWith(`${prefix}.`))
      .map((name) => name.slice(prefix.length + 1));
    // The hash of null is that of an empty text
    return inHashOrder(symbols, (symbol) => (symbol === names.nullSymbol ? '' : symbol)).map((symbol) =>
      symbol === names.nullSymbol ? 'null' : JSON.stringify(symbol),
    );
  }

  #map(schema: Schema, place: Place): string {
    const { keySchema, valueSchema } = schema;
    if (keySchema === null) throw new DataError(`The map schema of ${place.name} has no schema of its keys`);
    const values = (index: number | null): string => this.print(valueSchema, index, `a value of ${place.name}`);
    if (keySchema.type === 'STRING' && !keySchema.optional) {
      const inner = valueSchema === null ? [] : [`"additionalProperties":${values(null)}`];
      return this.#typed('object', schema, place, 'map', inner);
    }
    const keys = this.print(keySchema, 0, `a key of ${place.name}`);
    const properties: [string, string][] = [
      [names.entryKey, keys],
      [names.entryValue, values(1)],
    ];
    const entry = object(['"type":"object"', propertiesMember(properties)]);
    return this.#typed('array', schema, place, 'map', [`"items":${entry}`]);
  }

  #struct(schema: Schema, place: Place): string {
    const properties = schema.fields.map((f): [string, string] => [
      f.name,
      this.print(f.schema, f.index, `field "${f.name}" of ${place.name}`),
    ]);
    return object([
      '"type":"object"',
      ...(this.#settings.additionalProperties ? [] : ['"additionalProperties":false']),
      ...this.#common(schema, place, null),
      ...(properties.length === 0 ? [] : [propertiesMember(properties)]),
    ]);
  }

  #common(schema: Schema, { index }: Place, connectType: string | null): Members {
    const { name, doc, version } = schema;
    const id = this.#idOf(schema);
    return [
      ...(name === null ? [] : [`"title":${JSON.stringify(name)}`]),
      ...(doc === null ? [] : [`"description":${JSON.stringify(doc)}`]),
      ...(schema.defaultValue === null ? [] : [`"default":${this.#default(schema)}`]),
      ...(id === undefined ? [] : [`"$id":${JSON.stringify(id)}`]),
      ...indexMember(index),
      ...(version === null ? [] : [`"${names.version}":${version}`]),
      ...(connectType === null ? [] : [`"${names.type}":"${connectType}"`]),
      ...parametersMember(schema),
    ];
  }

  #default(schema: Schema): string {
    return new WriterCompiler(this.#settings).compile(schema, 'a default').write(schema.defaultValue);
  }
}

const object = (members: Members): string => `{${members.join(',')}}`;

/** To a schema that this one is inside of. Java: an optional one loses both its index and that it may be null */
function reference(id: string, { optional }: Schema, { index }: Place): string {
  const own = `"$ref":${JSON.stringify(id)}`;
  return object(
    optional ? [...indexMember(index), `"oneOf":[${NULL},${object([own])}]`] : [own, ...indexMember(index)],
  );
}

const indexMember = (index: number | null): Members => (index === null ? [] : [`"${names.index}":${index}`]);

function propertiesMember(properties: readonly (readonly [string, string])[]): string {
  const ordered = inHashOrder(properties, ([name]) => name);
  return `"properties":${object(ordered.map(([name, text]) => `${JSON.stringify(name)}:${text}`))}`;
}

/** Java: parameters of the converter's own are not written, as the schema says already what they stand for */
function parametersMember(schema: Schema): Members {
  const parameters = [...(schema.parameters ?? [])].filter(([name]) => !name.startsWith(names.namespace));
  if (parameters.length === 0) return [];
  const ordered = inHashOrder(parameters, ([name]) => name, 1);
  return [
    `"${names.parameters}":${object(ordered.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`))}`,
  ];
}
