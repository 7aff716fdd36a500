import { readFileSync } from 'node:fs';
import type { ConfigMap, ConfigType, SchemaType } from '@causeway/api';

/** A schema as it stands in a case. */
export interface GoldenSchema {
  readonly type: SchemaType;
  readonly optional?: boolean;
  readonly name?: string | null;
  readonly version?: number | null;
  readonly doc?: string | null;
  readonly default?: GoldenValue | null;
  readonly parameters?: Readonly<Record<string, string>> | null;
  readonly fields?: readonly { readonly name: string; readonly schema: GoldenSchema }[] | null;
  readonly keySchema?: GoldenSchema | null;
  readonly valueSchema?: GoldenSchema | null;
}

/**
 * A value as it stands in a case: `t` names its Java type, `v` is the value in JSON. INT64 and the exact decimals are texts, bytes base64,
 * NaN and infinities texts, points in time milliseconds since the epoch, maps lists of pairs. A struct names its schema in `s` where its
 * place does not.
 */
export interface GoldenValue {
  readonly t: string;
  readonly v: unknown;
  readonly s?: GoldenSchema | null;
}

export interface GoldenHeader {
  readonly name: string;
  readonly schema?: GoldenSchema | null;
  readonly value?: GoldenValue | null;
}

export interface GoldenRecord {
  readonly kind: 'source' | 'sink';
  readonly topic: string | null;
  readonly partition?: number | null;
  readonly keySchema?: GoldenSchema | null;
  readonly key?: GoldenValue | null;
  readonly valueSchema?: GoldenSchema | null;
  readonly value?: GoldenValue | null;
  readonly headers?: readonly GoldenHeader[] | null;
  readonly timestamp?: string | null;
  readonly offset?: string | null;
  readonly timestampType?: string | null;
  readonly originalTopic?: string | null;
}

/** A step that failed. `other` is what Java did not plan: any error meets it. */
export interface GoldenError {
  readonly kind: 'ConfigException' | 'DataException' | 'other';
  readonly phase: 'configure' | 'from' | 'to' | 'apply';
  readonly message?: string | null;
}

/** One option of a class: how it is defined (`configDef`), or what validation says of it (`configValidate`). Messages are informative. */
export interface GoldenConfig {
  readonly name: string;
  readonly [member: string]: unknown;
}

export interface GoldenResult {
  readonly error?: GoldenError;
  readonly bytes?: string | null;
  readonly schema?: GoldenSchema | null;
  readonly value?: GoldenValue | null;
  readonly record?: GoldenRecord | null;
  readonly test?: boolean;
  readonly valid?: boolean;
  readonly configs?: readonly GoldenConfig[];
}

export type GoldenKind =
  | 'converter'
  | 'headerConverter'
  | 'transform'
  | 'predicate'
  | 'chain'
  | 'values'
  | 'schemaProjector'
  | 'schemaValidate'
  | 'configDef'
  | 'configParse'
  | 'configValidate';

/** One recorded case: an input, and what Java answered. What is left out is null. */
export interface GoldenCase {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly kind: GoldenKind;
  readonly class?: string;
  readonly config?: ConfigMap;
  readonly isKey?: boolean;
  /** `from`, `to`, `roundtrip` of converters; the method of `values`. */
  readonly op?: string;
  readonly topic?: string;
  readonly header?: string;
  readonly schema?: GoldenSchema | null;
  readonly value?: GoldenValue | null;
  readonly bytes?: string | null;
  readonly text?: string | null;
  readonly scale?: number | null;
  readonly record?: GoldenRecord;
  /** Schemas of `schemaProjector`. */
  readonly source?: GoldenSchema;
  readonly target?: GoldenSchema;
  /** Of `configParse`, whose `text` is parsed. */
  readonly type?: ConfigType;
  readonly result: GoldenResult;
}

/** The cases of a file, one a line. */
export function readCases(file: URL | string): GoldenCase[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as GoldenCase);
}
