import type { ConfigDefinition, ConfigMap, ConnectRecord, Plugin, Schema, SchemaAndValue } from '@causeway/api';
import type { GoldenError, GoldenResult } from './case.ts';

/** The functions that cases of kind `values` call, under the names of Java's class Values. */
export interface ValuesFunctions {
  parseString(text: string | null): SchemaAndValue;
  inferSchema(value: unknown): Schema | null;
  /** `convertToByte`, `convertToDecimal`, …; `scale` is given to convertToDecimal alone. */
  readonly [convertTo: `convertTo${string}`]: (schema: Schema | null, value: unknown, scale: number) => unknown;
}

/** The transformations of a connector, one after another. */
export interface GoldenChain {
  apply<R extends ConnectRecord<R>>(record: R): R | null;
}

/** What the cases are run against. */
export interface GoldenSubjects {
  readonly plugins?: readonly Plugin[];
  /** Those of `@causeway/api` by default. */
  readonly values?: ValuesFunctions;
  /** Settings by class name, for cases of classes that are no plugins. */
  readonly definitions?: Readonly<Record<string, Pick<ConfigDefinition, 'keys' | 'validate'>>>;
  /** Builds the transformations that the settings of a connector name, for cases of kind `chain`. */
  readonly buildChain?: (config: ConfigMap) => GoldenChain | Promise<GoldenChain>;
}

export type Phase = GoldenError['phase'];

/** Runs a case, and notes the phase before each step of it: it is part of the result if the step fails. */
export type Run = (step: { phase: Phase }) => Promise<GoldenResult>;

/** The subject of a case was not given. This is no result of the case. */
export class NoSubjectError extends Error {}
