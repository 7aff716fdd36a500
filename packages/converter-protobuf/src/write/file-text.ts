import { DataError } from '@causeway/api';
import type { Field, Schema } from '@causeway/api';
import { entryMessageName } from '../proto/map-names.ts';
import { META_CONNECT_TYPE, META_PRECISION, META_SCALE } from '../proto/meta.ts';
import { META_FILE, WRAPPERS_FILE, fileOf, wrappersText } from '../proto/well-known.ts';
import { type MappingSettings, PRECISION } from '../settings.ts';
import { fieldNumbers } from './field-numbers.ts';
import { messageName, protoName } from './names.ts';
import { type EnumShape, enumShape, logicalMessage, scalarType, unionName, wrapperMessage } from './schema-kind.ts';

/** A schema in protobuf's own language, and which of its messages the data are. */
export interface FileText {
  readonly text: string;
  readonly fullName: string;
}

/**
 * The file for a Connect schema: one message with everything else inside it.
 * @throws DataError for what protobuf can't express
 */
export function fileText(schema: Schema, settings: MappingSettings): FileText {
  if (schema.type !== 'STRUCT') return wrapperFile(schema);
  return new FileWriter(settings).file(schema);
}

function wrapperFile(schema: Schema): FileText {
  const name = logicalMessage(schema) === null ? wrapperMessage(schema) : null;
  if (name !== null) return { text: wrappersText, fullName: name };
  throw new DataError(
    `Protobuf records are messages: ${schema.name ?? schema.type} can't stand alone. Put it into a struct, for example with the transformation HoistField`,
  );
}

/** A message or enum inside another message. */
interface Definition {
  readonly name: string;
  readonly text: string;
}

/** The text between the braces of one message. */
class Body {
  readonly lines: string[] = [];
  readonly definitions: Definition[] = [];
  /** Names that are taken: fields and `oneof`s share them with messages and enums. */
  readonly names: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.names = new Set(names);
  }

  /**
   * Defines it under its name, or under one with a number where another definition has that.
   * @param write gives the text for a name
   */
  define(name: string, write: (name: string) => string): string {
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? name : `${name}${number}`;
      const text = write(candidate);
      const known = this.definitions.find((it) => it.name === candidate);
      if (known?.text === text) return candidate;
      if (known !== undefined || this.names.has(candidate)) continue;
      this.definitions.push({ name: candidate, text });
      return candidate;
    }
  }

  toString(): string {
    const blocks = this.definitions.flatMap(({ text }) => text.split('\n'));
    return [...this.lines, ...blocks].map((line) => `  ${line}\n`).join('');
  }
}

class FileWriter {
  readonly #settings: MappingSettings;
  readonly #imports = new Set<string>();
  /** Schemas of the messages around the place that is written, with their names. */
  readonly #outer: { readonly schema: Schema; readonly name: string }[] = [];
  #unnamed = 0;

  constructor(settings: MappingSettings) {
    this.#settings = settings;
  }

  file(schema: Schema): FileText {
    const { packageName, name } = messageName(schema.name ?? this.#defaultName(), this.#settings);
    const message = this.#message(schema, name);
    const header = ['syntax = "proto3";'];
    if (packageName !== '') header.push(`package ${packageName};`);
    const imports = [...this.#imports].sort().map((file) => `import "${file}";`);
    const text = [header.join('\n'), ...(imports.length === 0 ? [] : [imports.join('\n')]), message].join('\n\n');
    return { text: `${text}\n`, fullName: packageName === '' ? name : `${packageName}.${name}` };
  }

  #defaultName(): string {
    return `ConnectDefault${++this.#unnamed}`;
  }

  #message(schema: Schema, name: string): string {
    this.#outer.push({ schema, name });
    const members = schema.fields.flatMap((field) =>
      unionName(field.schema, this.#settings) === null ? [field] : [...field.schema.fields],
    );
    const numbers = new Map(fieldNumbers(members).map(({ field, number }) => [field, number]));
    const body = new Body([...members.map((field) => this.#fieldName(field)), ...this.#oneofs(schema)]);
    for (const field of schema.fields) this.#field(body, field, numbers);
    this.#outer.pop();
    return `message ${name} {\n${body.toString()}}`;
  }

  #oneofs(schema: Schema): string[] {
    const names = schema.fields.flatMap((field) => unionName(field.schema, this.#settings) ?? []);
    return names.map((name) => protoName(name, 'oneof', this.#settings));
  }

  #fieldName(field: Field): string {
    return protoName(field.name, 'field', this.#settings);
  }

  #field(body: Body, field: Field, numbers: ReadonlyMap<Field, number>): void {
    const oneof = unionName(field.schema, this.#settings);
    if (oneof === null) {
      body.lines.push(this.#declaration(body, this.#fieldName(field), field.schema, numbers.get(field)!));
      return;
    }
    body.lines.push(`oneof ${protoName(oneof, 'oneof', this.#settings)} {`);
    for (const member of field.schema.fields) {
      if (member.schema.type === 'ARRAY' || member.schema.type === 'MAP')
        throw new DataError(`Field ${member.name} is a ${member.schema.type}, which can't be a member of a oneof`);
      const type = this.#type(body, this.#fieldName(member), member.schema, false);
      body.lines.push(`  ${type.name} ${this.#fieldName(member)} = ${numbers.get(member)!}${type.options};`);
    }
    body.lines.push('}');
  }

  #declaration(body: Body, name: string, schema: Schema, number: number): string {
    const { optionalForNullables } = this.#settings;
    const isArray = schema.type === 'ARRAY';
    const label =
      isArray || schema.type === 'MAP' ? 'repeated ' : optionalForNullables && schema.optional ? 'optional ' : '';
    const type = this.#type(body, name, isArray ? schema.valueSchema! : schema, isArray);
    return `${label}${type.name} ${name} = ${number}${type.options};`;
  }

  #type(
    body: Body,
    field: string,
    schema: Schema,
    inArray: boolean,
  ): { readonly name: string; readonly options: string } {
    const logical = logicalMessage(schema);
    if (logical !== null) {
      this.#imports.add(fileOf[logical]!);
      return { name: logical, options: this.#options(decimalMeta(schema)) };
    }
    if (inArray && (schema.type === 'ARRAY' || schema.type === 'MAP'))
      throw new DataError(`Field ${field} is an ARRAY of ${schema.type}, which protobuf has not: put it into a struct`);
    if (schema.type === 'STRUCT') return { name: this.#struct(body, field, schema), options: '' };
    if (schema.type === 'MAP') return { name: this.#entry(body, schema), options: '' };
    if (schema.type === 'ARRAY') throw new DataError(`Field ${field} can't be an ARRAY in this place`);
    const enumeration = enumShape(schema, this.#settings);
    if (enumeration !== null) return { name: this.#enumeration(body, field, enumeration), options: '' };
    return { name: this.#scalar(schema), options: this.#options(typeMeta(schema)) };
  }

  #scalar(schema: Schema): string {
    if (!this.#settings.wrapperForNullables || !schema.optional) return scalarType(schema)!;
    this.#imports.add(WRAPPERS_FILE);
    return wrapperMessage(schema)!;
  }

  #struct(body: Body, field: string, schema: Schema): string {
    if (unionName(schema, this.#settings) !== null)
      throw new DataError(`Field ${field} stands for a oneof, which can't be in a list, a map or another oneof`);
    const outer = this.#outer.findLast((it) => isSameMessage(it.schema, schema));
    if (outer !== undefined) return outer.name;
    const { name } = messageName(schema.name ?? this.#defaultName(), this.#settings);
    const free = withoutCollision(name, body);
    return body.define(free, (chosen) => this.#message(schema, chosen));
  }

  #entry(body: Body, schema: Schema): string {
    const full = schema.name ?? this.#defaultName();
    const name = withoutCollision(entryMessageName(messageName(full, this.#settings).name), body);
    const entry = new Body(['key', 'value']);
    entry.lines.push(this.#declaration(entry, 'key', schema.keySchema!, 1));
    entry.lines.push(this.#declaration(entry, 'value', schema.valueSchema!, 2));
    return body.define(name, (chosen) => `message ${chosen} {\n${entry.toString()}}`);
  }

  #enumeration(body: Body, field: string, { name, values }: EnumShape): string {
    const zero = values.findIndex(([, number]) => number === 0);
    if (zero < 0)
      throw new DataError(`Field ${field} is the enum ${name} without a value of number 0, which protobuf asks for`);
    const ordered = [values[zero]!, ...values.filter((_, index) => index !== zero)];
    const lines = ordered.map(
      ([value, number]) => `  ${protoName(value, 'value of an enum', this.#settings)} = ${number};`,
    );
    const hasAlias = new Set(values.map(([, number]) => number)).size < values.length;
    if (hasAlias) lines.unshift('  option allow_alias = true;');
    const enumName = withoutCollision(protoName(name, 'enum', this.#settings), body);
    return body.define(enumName, (chosen) => `enum ${chosen} {\n${lines.join('\n')}\n}`);
  }

  #options(params: readonly (readonly [key: string, value: string])[]): string {
    if (params.length === 0) return '';
    this.#imports.add(META_FILE);
    const entries = params.map(([key, value]) => `{ value: ${JSON.stringify(value)}, key: ${JSON.stringify(key)} }`);
    return ` [(confluent.field_meta) = { params: [${entries.join(', ')}] }]`;
  }
}

/** Java: a message that is called like a field gets the ending "Message" */
const withoutCollision = (name: string, body: Body): string => (body.names.has(name) ? `${name}Message` : name);

/** Schemas that hold themselves differ in what the outermost and the inner one say of themselves, not in their fields. */
const isSameMessage = (a: Schema, b: Schema): boolean =>
  a === b ||
  (a.name === b.name &&
    a.fields.length === b.fields.length &&
    a.fields.length > 0 &&
    a.fields.every(({ name, schema }, i) => name === b.fields[i]!.name && schema === b.fields[i]!.schema));

function decimalMeta(schema: Schema): [string, string][] {
  const scale = schema.type === 'BYTES' ? schema.parameters?.get('scale') : undefined;
  if (scale === undefined) return [];
  const precision = schema.parameters?.get(PRECISION);
  return [...(precision === undefined ? [] : [[META_PRECISION, precision] as [string, string]]), [META_SCALE, scale]];
}

function typeMeta(schema: Schema): [string, string][] {
  const isSmall = schema.type === 'INT8' || schema.type === 'INT16';
  return isSmall ? [[META_CONNECT_TYPE, schema.type.toLowerCase()]] : [];
}
