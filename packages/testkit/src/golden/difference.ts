import type {
  GoldenCase,
  GoldenConfig,
  GoldenError,
  GoldenRecord,
  GoldenResult,
  GoldenSchema,
  GoldenValue,
} from './case.ts';

/**
 * Where `result` differs from the recorded one, as a text; null where it does not.
 *
 * Maps have no order; everything else has. Errors of the two planned kinds and the phase must be met, other errors are met by any error.
 * A number's type counts where a schema gives it; without one an integer is an integer and a double a double.
 */
export function difference({ result: want }: Pick<GoldenCase, 'result'>, have: GoldenResult): string | null {
  if (want.error || have.error) return ofErrors(want.error, have.error);
  return (
    ofPlain('bytes', want.bytes, have.bytes) ??
    ofPlain('test', want.test, have.test) ??
    ofPlain('valid', want.valid, have.valid) ??
    ofConfigs(want.configs ?? [], have.configs ?? []) ??
    ofSchemas('schema', want.schema ?? null, have.schema ?? null) ??
    ofValues('value', want.value ?? null, have.value ?? null, want.schema ?? null) ??
    ofRecords('record', want.record ?? null, have.record ?? null)
  );
}

function text(value: unknown): string {
  const json = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  return json.length > 300 ? `${json.slice(0, 300)}…` : json;
}

const differs = (at: string, want: unknown, have: unknown): string =>
  `${at}: expected ${text(want)}, got ${text(have)}`;

function ofPlain(at: string, want: unknown, have: unknown): string | null {
  return JSON.stringify(want ?? null) === JSON.stringify(have ?? null) ? null : differs(at, want, have);
}

function ofErrors(want: GoldenError | undefined, have: GoldenError | undefined): string | null {
  if (want === undefined || want.phase !== have?.phase) return differs('error', want, have);
  return want.kind === 'other' || want.kind === have.kind ? null : differs('error', want, have);
}

function ofSchemas(at: string, want: GoldenSchema | null, have: GoldenSchema | null): string | null {
  if (want === null || have === null) return want === have ? null : differs(at, want, have);
  return (
    ofPlain(`${at}.type`, want.type, have.type) ??
    ofPlain(`${at}.optional`, want.optional ?? false, have.optional ?? false) ??
    ofPlain(`${at}.name`, want.name, have.name) ??
    ofPlain(`${at}.version`, want.version, have.version) ??
    ofPlain(`${at}.doc`, want.doc, have.doc) ??
    ofPlain(`${at}.parameters`, sorted(want.parameters), sorted(have.parameters)) ??
    ofFields(`${at}.fields`, want.fields ?? null, have.fields ?? null) ??
    ofSchemas(`${at}.keySchema`, want.keySchema ?? null, have.keySchema ?? null) ??
    ofSchemas(`${at}.valueSchema`, want.valueSchema ?? null, have.valueSchema ?? null) ??
    ofValues(`${at}.default`, want.default ?? null, have.default ?? null, want)
  );
}

function sorted(parameters: Readonly<Record<string, string>> | null | undefined): unknown {
  return parameters ? Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)) : null;
}

type GoldenFields = NonNullable<GoldenSchema['fields']>;

function ofFields(at: string, want: GoldenFields | null, have: GoldenFields | null): string | null {
  if (want === null || have === null) return want === have ? null : differs(at, want, have);
  const names = ofPlain(
    at,
    want.map((f) => f.name),
    have.map((f) => f.name),
  );
  return names ?? first(want, (f, i) => ofSchemas(`${at}[${f.name}]`, f.schema, have[i]!.schema));
}

/** Options by name; messages and the texts that describe valid values are informative. */
function ofConfigs(want: readonly GoldenConfig[], have: readonly GoldenConfig[]): string | null {
  const names = [...new Set([...want, ...have].map((c) => c.name))];
  return first(names, (name) =>
    ofPlain(`configs[${name}]`, members(want.find((c) => c.name === name)), members(have.find((c) => c.name === name))),
  );
}

function members(config: GoldenConfig | undefined): unknown {
  if (config === undefined) return null;
  const compared = Object.entries(config).filter(([name]) => name !== 'message' && name !== 'valid');
  return Object.fromEntries(compared.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const integers: readonly string[] = ['INT8', 'INT16', 'INT32', 'INT64'];
const doubles: readonly string[] = ['FLOAT32', 'FLOAT64'];
const times: readonly string[] = ['DATE', 'TIME', 'TIMESTAMP'];

/**
 * `place` is the expected schema of the value. Where it says nothing of numbers, an integer is an integer, a double a double, and a point in
 * time a point in time.
 */
function ofValues(
  at: string,
  want: GoldenValue | null,
  have: GoldenValue | null,
  place: GoldenSchema | null,
): string | null {
  if (want === null || have === null) return want === have ? null : differs(at, want, have);
  if (want.t !== have.t && (isTyped(place) || !areAlike(want, have))) return differs(at, want, have);
  if (doubles.includes(want.t)) return sameDouble(want, have) ? null : differs(at, want, have);
  if (integers.includes(want.t) || times.includes(want.t)) {
    return String(want.v) === String(have.v) ? null : differs(at, want, have);
  }
  switch (want.t) {
    case 'ARRAY':
      return ofLists(at, want.v as List, have.v as List, place?.valueSchema ?? null);
    case 'MAP':
      return ofMaps(at, want.v as Pairs, have.v as Pairs, place);
    case 'STRUCT':
      return ofStructs(at, want, have, place);
    case 'LIST':
      return ofPlain(at, want.v, have.v);
    default:
      return want.v === have.v ? null : differs(at, want, have);
  }
}

function isTyped(place: GoldenSchema | null): boolean {
  return place !== null && (integers.includes(place.type) || doubles.includes(place.type));
}

function areAlike(want: GoldenValue, have: GoldenValue): boolean {
  return [integers, doubles, times].some((tags) => tags.includes(want.t) && tags.includes(have.t));
}

function sameDouble(want: GoldenValue, have: GoldenValue): boolean {
  const [a, b] = [Number(want.v), Number(have.v)];
  return want.t === 'FLOAT32' ? Object.is(Math.fround(a), Math.fround(b)) : Object.is(a, b);
}

type List = readonly (GoldenValue | null)[];
type Pairs = readonly (readonly [GoldenValue | null, GoldenValue | null])[];

function ofLists(at: string, want: List, have: List, items: GoldenSchema | null): string | null {
  if (want.length !== have.length) return differs(at, want, have);
  return first(want, (item, i) => ofValues(`${at}[${i}]`, item, have[i] ?? null, items));
}

/** Looks for each expected entry among those not yet taken. */
function ofMaps(at: string, want: Pairs, have: Pairs, place: GoldenSchema | null): string | null {
  if (want.length !== have.length) return differs(at, want, have);
  const left = [...have];
  return first(want, ([key, item]) => {
    const i = left.findIndex(([k]) => ofValues('', key, k, place?.keySchema ?? null) === null);
    if (i < 0) return differs(`${at}{${text(key)}}`, item, undefined);
    const [entry] = left.splice(i, 1);
    return ofValues(`${at}{${text(key)}}`, item, entry![1], place?.valueSchema ?? null);
  });
}

/** A struct says its schema only where that is not the one of its place. */
function ofStructs(at: string, want: GoldenValue, have: GoldenValue, place: GoldenSchema | null): string | null {
  const schemas = ofSchemas(`${at}.s`, want.s ?? null, have.s ?? null);
  if (schemas !== null) return schemas;
  const [a, b] = [want.v as Record<string, GoldenValue | null>, have.v as Record<string, GoldenValue | null>];
  const fields = (want.s ?? place)?.fields ?? [];
  return first([...new Set([...Object.keys(a), ...Object.keys(b)])], (name) =>
    ofValues(`${at}.${name}`, a[name] ?? null, b[name] ?? null, fields.find((f) => f.name === name)?.schema ?? null),
  );
}

function ofRecords(at: string, want: GoldenRecord | null, have: GoldenRecord | null): string | null {
  if (want === null || have === null) return want === have ? null : differs(at, want, have);
  const plain = ['kind', 'topic', 'partition', 'timestamp', 'offset', 'timestampType', 'originalTopic'] as const;
  return (
    first(plain, (name) => ofPlain(`${at}.${name}`, want[name], have[name])) ??
    ofSchemas(`${at}.keySchema`, want.keySchema ?? null, have.keySchema ?? null) ??
    ofValues(`${at}.key`, want.key ?? null, have.key ?? null, want.keySchema ?? null) ??
    ofSchemas(`${at}.valueSchema`, want.valueSchema ?? null, have.valueSchema ?? null) ??
    ofValues(`${at}.value`, want.value ?? null, have.value ?? null, want.valueSchema ?? null) ??
    ofHeaders(`${at}.headers`, want.headers ?? [], have.headers ?? [])
  );
}

type GoldenHeaders = NonNullable<GoldenRecord['headers']>;

function ofHeaders(at: string, want: GoldenHeaders, have: GoldenHeaders): string | null {
  const names = ofPlain(
    at,
    want.map((h) => h.name),
    have.map((h) => h.name),
  );
  return (
    names ??
    first(
      want,
      (h, i) =>
        ofSchemas(`${at}[${i}].schema`, h.schema ?? null, have[i]!.schema ?? null) ??
        ofValues(`${at}[${i}].value`, h.value ?? null, have[i]!.value ?? null, h.schema ?? null),
    )
  );
}

function first<T>(list: readonly T[], compare: (item: T, index: number) => string | null): string | null {
  for (const [i, item] of list.entries()) {
    const found = compare(item, i);
    if (found !== null) return found;
  }
  return null;
}
