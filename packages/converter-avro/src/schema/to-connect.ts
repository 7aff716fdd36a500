import {
  DataError,
  DateType,
  DecimalType,
  Schema,
  type SchemaInit,
  type SchemaType,
  TimeType,
  TimestampType,
} from '@causeway/api';
import type { AvroSettings } from '../config.ts';
import { branchFieldName, isMapEntry, simpleUnion } from './avro-kinds.ts';
import type { AvroArray, AvroEnum, AvroRecord, AvroType, AvroUnion } from './avro-type.ts';
import { readDefault } from './default-from-avro.ts';
import {
  ANYTHING,
  DECIMAL_PRECISION,
  DEFAULT_NAME,
  DEFAULT_PRECISION,
  ENUM_DEFAULT,
  ENUM_DOC,
  ENUM_PARAMETER,
  FIELD_DEFAULT,
  FIELD_DOC,
  FIXED_SIZE,
  GENERALIZED_ENUM,
  GENERALIZED_UNION,
  NAMESPACE,
  PLAIN_ENUM_DOC,
  PLAIN_RECORD_DOC,
  RECORD_DOC,
  UNION_NAME,
} from './names.ts';

type Draft = { -readonly [K in keyof SchemaInit]: SchemaInit[K] } & { parameters: Map<string, string> };

/** How one place uses a type. */
interface Use {
  readonly optional: boolean;
  /** The field's default as JSON; undefined where there is none or it does not count. */
  readonly fieldDefault: unknown;
  readonly fieldDoc: string | null;
}

const plainUse: Use = { optional: false, fieldDefault: undefined, fieldDoc: null };
const optionalUse: Use = { ...plainUse, optional: true };

/**
 * The Connect schema of an Avro schema; null for schemaless data. Java: AvroData#toConnectSchema
 * @param version of the schema in its subject, where the schema itself says none; null if not known
 * @throws DataError for a schema that Connect can't have
 */
export function toConnectSchema(type: AvroType, version: number | null, settings: AvroSettings): Schema | null {
  if (type.kind === 'record' && type.name === ANYTHING) return null;
  try {
    return new Mapping(settings).schema(type, plainUse, version);
  } catch (error) {
    if (error instanceof RangeError) throw new DataError('The Avro schema is nested too deeply', { cause: error });
    throw error;
  }
}

const simpleName = (full: string): string => full.slice(full.lastIndexOf('.') + 1);

const primitiveTypes: Readonly<Record<string, SchemaType>> = {
  boolean: 'BOOLEAN',
  int: 'INT32',
  long: 'INT64',
  float: 'FLOAT32',
  double: 'FLOAT64',
  string: 'STRING',
  bytes: 'BYTES',
};

/** Of these logical types Connect has its own; others, such as timestamp-micros, are left as the numbers that they are, as in Java. */
const logicalTypes: Readonly<Record<string, Schema>> = {
  'int date': DateType.SCHEMA,
  'int time-millis': TimeType.SCHEMA,
  'long timestamp-millis': TimestampType.builder().build(),
};

const narrowTypes: Readonly<Record<string, SchemaType>> = { int8: 'INT8', int16: 'INT16' };

class Mapping {
  readonly #settings: AvroSettings;
  /** Records that are being mapped, and those that were found to contain themselves: wherever they stand again they are the same. */
  readonly #records = new Map<AvroRecord, Schema>();
  readonly #unfinished = new Set<AvroRecord>();
  /** Entries of maps around the place, within the innermost record. */
  #entries: readonly AvroRecord[] = [];
  #unions = 0;

  constructor(settings: AvroSettings) {
    this.#settings = settings;
  }

  schema(type: AvroType, use: Use, version: number | null = null): Schema {
    if (type.kind === 'union') {
      const simple = simpleUnion(type, this.#settings);
      // Java: the default of a field that may be null is the one of its type, not the field's own
      if (simple !== null)
        return this.schema(simple.inner, { ...plainUse, optional: simple.optional, fieldDoc: use.fieldDoc });
    }
    if (type.kind === 'record') return this.#recordSchema(type, use, version);
    const draft = this.#described(this.#draft(type), type, use, version);
    if (use.optional) draft.optional = true;
    return this.#withDefault(built(draft), type, use);
  }

  /** Adds what any schema may have. */
  #described(draft: Draft, type: AvroType, use: Use, version: number | null): Draft {
    this.#addDoc(draft, type, use);
    this.#addVersion(draft, type, version);
    this.#addParameters(draft, type);
    this.#addName(draft, type);
    return draft;
  }

  /** A record may contain itself: there it is the very schema that is being made. */
  #recordSchema(record: AvroRecord, use: Use, version: number | null): Schema {
    const schema = this.#records.get(record) ?? this.#newRecord(record, version);
    const fieldDoc = this.#settings.discardTypeDocDefault ? use.fieldDoc : null;
    const used = schema.with({ optional: use.optional, ...(fieldDoc === null ? {} : { doc: fieldDoc }) });
    return this.#unfinished.has(record) ? used : this.#withDefault(used, record, use);
  }

  #newRecord(record: AvroRecord, version: number | null): Schema {
    const schema = Schema.recursive((self) => {
      this.#records.set(record, self);
      this.#unfinished.add(record);
      return init(this.#described(this.#record(record), record, plainUse, version));
    });
    this.#unfinished.delete(record);
    if (!schema.isRecursive) this.#records.delete(record);
    return schema;
  }

  #draft(type: Exclude<AvroType, AvroRecord>): Draft {
    switch (type.kind) {
      case 'null':
        throw new DataError('The Avro schema has a null of its own, which Connect has only in unions');
      case 'bytes':
      case 'fixed':
        return bytesDraft(type);
      case 'int':
      case 'long':
        return integerDraft(type);
      case 'array':
        return this.#array(type);
      case 'map':
        return draftOf({
          type: 'MAP',
          keySchema: Schema.STRING_SCHEMA,
          valueSchema: this.schema(type.values, plainUse),
        });
      case 'enum':
        return this.#enum(type);
      case 'union':
        return this.#union(type);
      default:
        return draftOf({ type: primitiveTypes[type.kind]! });
    }
  }

  #array({ items }: AvroArray): Draft {
    if (!isMapEntry(items)) return draftOf({ type: 'ARRAY', valueSchema: this.schema(items, plainUse) });
    const [key, value] = ['key', 'value'].map((name) => items.fields.find((f) => f.name === name));
    if (items.fields.length !== 2 || key === undefined || value === undefined)
      throw new DataError(
        `The Avro record ${items.name} is marked as the entry of a map, but has other fields than key and value`,
      );
    if (this.#entries.includes(items))
      throw new DataError(
        `The Avro record ${items.name} is marked as the entry of a map and contains itself: in Connect only a STRUCT can, no MAP`,
        { code: 'ERR_RECURSIVE_SCHEMA' },
      );
    const outer = this.#entries;
    this.#entries = [...outer, items];
    const [keySchema, valueSchema] = [this.schema(key.type, plainUse), this.schema(value.type, plainUse)];
    this.#entries = outer;
    return draftOf({ type: 'MAP', keySchema, valueSchema });
  }

  #record(record: AvroRecord): Draft {
    const outer = this.#entries;
    this.#entries = [];
    const keepsDocs = !this.#settings.discardTypeDocDefault && this.#settings.metaData;
    const parameters = new Map<string, string>();
    if (keepsDocs && record.doc !== null) parameters.set(RECORD_DOC, record.doc);
    const fields = record.fields.map(({ name, type, doc, default: fieldDefault, properties }) => {
      if (keepsDocs && doc !== null) parameters.set(FIELD_DOC + name, doc);
      const schema = this.schema(type, { optional: false, fieldDefault, fieldDoc: doc });
      return { name, schema: this.#withFieldParameters(schema, properties.get('connect.parameters')) };
    });
    this.#entries = outer;
    return draftOf({ type: 'STRUCT', fields }, parameters);
  }

  /** A type that is named only here has its own parameters in the field. */
  #withFieldParameters(schema: Schema, parameters: unknown): Schema {
    if (!this.#settings.metaData || typeof parameters !== 'object' || parameters === null) return schema;
    const own = Object.entries(parameters).map(([name, value]) => [name, String(value)] as const);
    if (own.every(([name, value]) => schema.parameters?.get(name) === value)) return schema;
    return schema.with({ parameters: new Map([...(schema.parameters ?? []), ...own]) });
  }

  #enum(type: AvroEnum): Draft {
    const { discardTypeDocDefault, generalizedSumTypes, metaData } = this.#settings;
    const parameters = new Map<string, string>();
    const simple = simpleName(type.name);
    if (metaData && type.doc !== null)
      parameters.set(discardTypeDocDefault ? PLAIN_ENUM_DOC : ENUM_DOC + simple, type.doc);
    if (metaData && !discardTypeDocDefault && type.default !== null)
      parameters.set(ENUM_DEFAULT + simple, type.default);
    const marker = generalizedSumTypes ? GENERALIZED_ENUM : ENUM_PARAMETER;
    parameters.set(marker, type.name);
    for (const [index, symbol] of type.symbols.entries())
      parameters.set(`${marker}.${symbol}`, generalizedSumTypes ? String(index) : symbol);
    return draftOf({ type: 'STRING' }, parameters);
  }

  #union(type: AvroUnion): Draft {
    const { generalizedSumTypes } = this.#settings;
    const name = generalizedSumTypes ? `connect_union_${this.#unions++}` : UNION_NAME;
    const fields: { name: string; schema: Schema }[] = [];
    for (const [index, branch] of type.branches.entries()) {
      if (branch.kind === 'null') continue;
      const field = branchFieldName(branch, index, this.#settings);
      if (fields.some((other) => other.name === field)) {
        throw new DataError(
          `Two branches of an Avro union have the name ${field}: enhanced.avro.schema.support=true tells them apart by their namespace`,
        );
      }
      fields.push({ name: field, schema: this.schema(branch, optionalUse) });
    }
    const optional = type.branches.some((branch) => branch.kind === 'null');
    return draftOf(
      { type: 'STRUCT', name, optional, fields },
      new Map(generalizedSumTypes ? [[GENERALIZED_UNION, name]] : []),
    );
  }

  #addDoc(draft: Draft, type: AvroType, { fieldDoc }: Use): void {
    const { discardTypeDocDefault, metaData } = this.#settings;
    const connectDoc = textOf(type.properties.get('connect.doc'));
    const typeDoc = 'doc' in type ? type.doc : null;
    if (!discardTypeDocDefault) {
      if (metaData && connectDoc !== null) draft.doc = connectDoc;
      return;
    }
    draft.doc = fieldDoc ?? typeDoc ?? connectDoc;
    if (metaData && typeDoc !== null) draft.parameters.set(PLAIN_RECORD_DOC, typeDoc);
  }

  /** What Connect gave it wins over the registry's. A logical type has its own, which stays. */
  #addVersion(draft: Draft, { properties }: AvroType, version: number | null): void {
    const own = properties.get('connect.version');
    if (own !== undefined && !Number.isInteger(own))
      throw new DataError(`The Avro schema's connect.version is no number: ${JSON.stringify(own)}`);
    draft.version ??= (own as number | undefined) ?? version;
  }

  #addParameters(draft: Draft, { properties }: AvroType): void {
    const parameters = properties.get('connect.parameters');
    if (this.#settings.metaData && parameters !== undefined) {
      if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
        throw new DataError("The Avro schema's connect.parameters are no JSON object");
      for (const [name, value] of Object.entries(parameters)) {
        if (typeof value !== 'string')
          throw new DataError(`The Avro schema's connect.parameters have a ${name} that is no string`);
        draft.parameters.set(name, value);
      }
    }
    for (const [name, value] of properties) {
      if (name.startsWith('avro'))
        draft.parameters.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  }

  #addName(draft: Draft, type: AvroType): void {
    const own = type.properties.get('connect.name');
    if (own !== undefined && typeof own !== 'string')
      throw new DataError(`The Avro schema's connect.name is no string: ${JSON.stringify(own)}`);
    const isDecimal = draft.name === DecimalType.LOGICAL_NAME;
    const name = own ?? ('name' in type && !(type.kind === 'fixed' && isDecimal) ? type.name : null);
    if (name === null || name.startsWith(`${NAMESPACE}.${DEFAULT_NAME}`)) return;
    const given = draft.name ?? null;
    if (given !== null && given !== name)
      throw new DataError(`The Avro schema has the connect.name ${name}, but its logicalType means ${given}`);
    draft.name = name;
  }

  #withDefault(own: Schema, type: AvroType, { fieldDefault }: Use): Schema {
    const { discardTypeDocDefault, metaData } = this.#settings;
    const connectDefault = type.properties.get('connect.default');
    const isMarked = fieldDefault !== undefined && connectDefault === undefined && !discardTypeDocDefault && metaData;
    const schema = isMarked
      ? own.with({ parameters: new Map([...(own.parameters ?? []), [FIELD_DEFAULT, 'true']]) })
      : own;
    if (fieldDefault === undefined && connectDefault === undefined) return schema;
    const value = readDefault(type, schema, fieldDefault === undefined ? connectDefault : fieldDefault, this.#settings);
    return value === null ? schema : schema.with({ defaultValue: value });
  }
}

const draftOf = (init: SchemaInit, parameters = new Map<string, string>()): Draft => ({ ...init, parameters });

const init = (draft: Draft): SchemaInit => ({
  ...draft,
  parameters: draft.parameters.size === 0 ? null : draft.parameters,
});

const built = (draft: Draft): Schema => new Schema(init(draft));

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function bytesDraft(type: AvroType): Draft {
  const parameters = new Map<string, string>();
  const draft = draftOf({ type: 'BYTES' }, parameters);
  if (type.logicalType === 'decimal') {
    const { properties } = type;
    const scale = properties.get('scale');
    const precision = properties.get('precision');
    draft.name = DecimalType.LOGICAL_NAME;
    draft.version = 1;
    parameters.set('scale', String(typeof scale === 'number' ? Math.trunc(scale) : 0));
    if (precision !== undefined && typeof precision !== 'number')
      throw new DataError('The precision of a decimal in the Avro schema is no number');
    if (precision !== undefined && precision !== DEFAULT_PRECISION)
      parameters.set(DECIMAL_PRECISION, String(Math.trunc(precision)));
  }
  if (type.kind === 'fixed') parameters.set(FIXED_SIZE, String(type.size));
  return draft;
}

function integerDraft(type: AvroType): Draft {
  const logical = logicalTypes[`${type.kind} ${type.logicalType}`];
  if (logical !== undefined) return draftOf({ type: logical.type, name: logical.name, version: logical.version });
  const connectType = type.properties.get('connect.type');
  if (type.kind === 'long' || connectType === undefined || type.logicalType !== null)
    return draftOf({ type: primitiveTypes[type.kind]! });
  const narrow = typeof connectType === 'string' ? narrowTypes[connectType] : undefined;
  if (narrow === undefined)
    throw new DataError(`The Avro schema has an int of the unknown connect.type ${JSON.stringify(connectType)}`);
  return draftOf({ type: narrow });
}
