/** Brings what a worker answers into the form in which answers are recorded. */
import { isList, isObject, type Json, type JsonObject, type Recorded, type Step } from './session.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** What this playing put in place of `${RUN}` and `${DIR}`. */
export interface Names {
  readonly run: string;
  readonly dir: string;
}

export function fill<T>(value: T, { run, dir }: Names): T {
  const text = JSON.stringify(value).replaceAll('${DIR}', dir).replaceAll('${RUN}', run);
  return JSON.parse(text) as T;
}

export const hide = (text: string, { run, dir }: Names): string =>
  text.replaceAll(dir, '${DIR}').replaceAll(run, '${RUN}');

export function recordedForm(step: Step, { status, headers, text }: RawAnswer, names: Names): Recorded {
  const [type = ''] = String(headers['content-type'] ?? '').split(';');
  const base = { status, type: type === '' ? null : type.trim(), headers: headersOf(step, headers, names) };
  if (text === '') return { ...base, empty: true };
  if (type !== 'application/json') return { ...base, text: hide(text, names) };
  const route = step.path.split('?')[0]!;
  let body = JSON.parse(hide(text, names)) as Json;
  if (step.method === 'GET' && /^\/connectors\/?$/.test(route)) body = ownConnectors(body);
  return { ...base, body: withoutAccidents(bySetting(step, route, body)) };
}

function headersOf(step: Step, headers: RawAnswer['headers'], names: Names): Record<string, Json> {
  const value = (name: string): Json => {
    const raw = headers[name];
    if (raw === undefined) return null;
    const text = hide(String(raw), names);
    return name === 'allow'
      ? text
          .split(',')
          .map((s) => s.trim())
          .toSorted()
      : text;
  };
  return Object.fromEntries((step.compareHeaders ?? []).map((name) => [name, value(name)]));
}

/** Other sessions are played on the same worker. */
function ownConnectors(body: Json): Json {
  if (isList(body)) return body.filter((name) => typeof name === 'string' && name.includes('${RUN}'));
  if (!isObject(body) || 'error_code' in body) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name.includes('${RUN}')));
}

/** Lists of settings as maps, since their order says nothing. */
function bySetting(step: Step, route: string, body: Json): Json {
  const isWanted = (name: string): boolean =>
    step.focus?.some((f) => (f.endsWith('*') ? name.startsWith(f.slice(0, -1)) : name === f)) ?? true;
  const isValidation = /^\/connector-plugins\/[^/]+\/config\/validate\/?$/.test(route);
  const list = isValidation && isObject(body) ? body['configs'] : body;
  if (!isList(list) || !/\/config(\/validate)?\/?$/.test(route)) return body;
  const entries = (list as readonly JsonObject[]).map((entry): [string, Json] => {
    const name = isValidation ? (entry['value'] as JsonObject)['name'] : entry['name'];
    return [name as string, withoutText(entry)];
  });
  const configs = Object.fromEntries(entries.filter(([name]) => isWanted(name)));
  return isValidation ? { ...(body as JsonObject), configs } : configs;
}

/** What a setting is for is told in our own words. */
function withoutText(entry: JsonObject): JsonObject {
  const shown = Object.entries(entry).filter(([key]) => key !== 'documentation');
  return Object.fromEntries(
    shown.map(([key, value]) => [key, key === 'definition' && isObject(value) ? withoutText(value) : value]),
  );
}

const places: Readonly<Record<string, string>> = {
  worker_id: '<worker>',
  kafka_cluster_id: '<cluster>',
  commit: '<commit>',
  version: '<version>',
};

/** Replaces what differs from one worker to the next. */
export function withoutAccidents(value: Json, key = '', setting = ''): Json {
  if (typeof value === 'string') {
    if (key === 'trace') return '<trace>';
    return setting.endsWith('plugin.version') && key !== 'name' && /^\d/.test(value)
      ? '<version>'
      : (places[key] ?? value);
  }
  if (typeof value === 'number') return key === 'last_modified' ? '<time>' : value;
  if (isList(value)) return value.map((v) => withoutAccidents(v, key, setting));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, withoutAccidents(v, k, k.endsWith('plugin.version') ? k : setting)]),
  );
}
