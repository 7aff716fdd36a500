/** Attributes of a schema that Avro itself gives no meaning, such as `connect.name`. */
export type Properties = ReadonlyMap<string, unknown>;

interface Common {
  readonly properties: Properties;
  /** Lower case; null without. */
  readonly logicalType: string | null;
}

export type PrimitiveKind = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export interface AvroPrimitive extends Common {
  readonly kind: PrimitiveKind;
}

interface Named extends Common {
  /** With its namespace. */
  readonly name: string;
  readonly doc: string | null;
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc: string | null;
  /** As JSON has it; undefined without. Integers past 2^53 are bigints. */
  readonly default: unknown;
  readonly properties: Properties;
}

export interface AvroRecord extends Named {
  readonly kind: 'record';
  readonly fields: readonly AvroField[];
}

export interface AvroEnum extends Named {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default: string | null;
}

export interface AvroFixed extends Named {
  readonly kind: 'fixed';
  readonly size: number;
}

export interface AvroArray extends Common {
  readonly kind: 'array';
  readonly items: AvroType;
}

export interface AvroMap extends Common {
  readonly kind: 'map';
  readonly values: AvroType;
}

export interface AvroUnion extends Common {
  readonly kind: 'union';
  readonly branches: readonly AvroType[];
}

/** A schema of Avro, with names resolved: a record that contains itself is a cycle here. */
export type AvroType = AvroPrimitive | AvroRecord | AvroEnum | AvroFixed | AvroArray | AvroMap | AvroUnion;
