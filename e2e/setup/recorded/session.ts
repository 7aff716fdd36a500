/** Sessions of requests with the answers that a Java worker gave, as they were recorded. */
import { readdirSync, readFileSync } from 'node:fs';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

export interface Session {
  readonly session: string;
  readonly title: string;
  /** Written into the folder of the session before it begins, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly title: string;
  /** `FILE` reads a file of the session's folder in place of a request. */
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: Json;
  /** Sent as it is. */
  readonly rawBody?: string;
  readonly write?: Readonly<Record<string, string>>;
  readonly append?: Readonly<Record<string, string>>;
  readonly waitUntil?: Wait | readonly Wait[];
  /** The text of an error counts too. */
  readonly strict?: boolean;
  /** `contains`: there may be more in a list; `shape`: only the types of values count. */
  readonly compare?: 'contains' | 'shape';
  /** Of the settings in an answer only these are compared; `x*` stands for all that begin with x. */
  readonly focus?: readonly string[];
  readonly compareHeaders?: readonly string[];
  readonly expect: Readonly<Partial<Record<'*' | 'standalone' | 'distributed', Recorded>>>;
}

/** Until a value of an answer, its status or a file is as it should be; or some seconds. */
export interface Wait {
  readonly path?: string;
  /** `tasks[0].state` */
  readonly at?: string;
  readonly equals?: Json;
  readonly length?: number;
  readonly status?: number;
  readonly file?: string;
  readonly contains?: string;
  readonly pause?: number;
  readonly seconds?: number;
}

/** An answer with `${RUN}`, `${DIR}`, `<version>` and the like in place of what differs from worker to worker. */
export interface Recorded {
  readonly status: number;
  readonly type: string | null;
  readonly headers?: Readonly<Record<string, Json>>;
  /** A page of Java's web server itself. */
  readonly html?: boolean;
  readonly empty?: boolean;
  readonly text?: string;
  readonly kind?: 'validation' | 'settings';
  readonly body?: Json;
}

/** Where an answer is not, or not quite, the recorded one. */
export interface KnownDifference {
  readonly session: string;
  /** From 1. */
  readonly step: number;
  readonly title: string;
  /** What differs: `status`, or a path into the answer. */
  readonly differences: readonly string[];
  readonly reason: string;
}

const recordings = new URL('../../../packages/runtime/golden/rest/', import.meta.url);
const read = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'));

export const sessions = readdirSync(recordings)
  .filter((file) => file.endsWith('.json'))
  .map((file) => read(new URL(file, recordings)) as Session);

export const knownDifferences = read(
  new URL('./known-differences.json', import.meta.url),
) as readonly KnownDifference[];

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
