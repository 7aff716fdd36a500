/** The kinds of schemas that a registry keeps. */
export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

/** Another schema of the registry that a schema uses, under the name by which it is used. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema as text. */
export interface SchemaText {
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

/** A schema that the registry has. */
export interface RegisteredSchema extends SchemaText {
  readonly id: number;
  /** null where it was asked for by its id alone, as one id may be used by several subjects. */
  readonly subject: string | null;
  readonly version: number | null;
}

/** A schema that another one refers to. */
export interface ResolvedReference {
  readonly name: string;
  readonly schema: RegisteredSchema;
}
