/** Compares an answer with the recorded one. */
import { withoutAccidents } from './answer.ts';
import { isList, isObject, type Json, type JsonObject, type Recorded, type Step } from './session.ts';

/** Paths into the answer at which it differs, and how. */
export type Differences = Readonly<Record<string, string>>;

export function differences(step: Step, recorded: Recorded, own: Recorded): Differences {
  if (recorded.status !== own.status) return { status: `recorded ${recorded.status}, here ${own.status}` };
  const headers = diff(recorded.headers ?? {}, own.headers ?? {}, 'headers');
  // Java's web server refused it, with a page or with nothing: there is no more to compare
  if (recorded.html === true || (recorded.status >= 400 && recorded.empty === true && recorded.type === null))
    return headers;
  // where Java names no type for its JSON, ours may be named
  const isTypeFree = recorded.type === null && recorded.body !== undefined && own.type === 'application/json';
  return {
    ...headers,
    ...(isTypeFree ? {} : diff(recorded.type, own.type, 'type')),
    ...bodyDifferences(step, recorded, own),
  };
}

function bodyDifferences(step: Step, recorded: Recorded, own: Recorded): Differences {
  if (recorded.text !== undefined) return isAllowed(step) ? {} : diff(recorded.text, own.text ?? '', 'text');
  if (recorded.empty === true) return own.empty === true ? {} : { body: 'recorded none' };
  if (own.body === undefined) return { body: 'recorded one, here none' };
  const wanted = withoutAccidents(recorded.body!);
  return diff(comparable(step, wanted, wanted), comparable(step, own.body, wanted), 'body');
}

/** The methods are compared by the header; their order in the text is by chance. */
const isAllowed = (step: Step): boolean => step.compareHeaders?.includes('allow') === true;

const unordered = [
  /^\/connectors\/?$/,
  /^\/connectors\/[^/]+\/(topics|offsets)\/?$/,
  /^\/connector-plugins\/?$/,
  /^\/admin\/loggers\/[^/]+\/?$/,
];

/** Leaves out what need not be alike, and what is more than `recorded` where there may be more. */
function comparable(step: Step, body: Json, recorded: Json): Json {
  const route = step.path.split('?')[0]!;
  if (step.compare === 'shape') return shapes(body);
  if (step.compare === 'contains' && isList(body) && isList(recorded))
    return inOrder(body.filter((e) => includes(recorded, e)));
  if (isObject(body) && 'error_code' in body)
    return { ...body, message: step.strict === true ? body['message']! : '<message>' };
  if (isObject(body) && isObject(body['configs'])) return { ...body, configs: mapped(body['configs'], recorded) };
  return unordered.some((r) => r.test(route)) ? sorted(body) : body;
}

const includes = (list: readonly Json[], entry: Json): boolean =>
  list.some((e) => JSON.stringify(keysSorted(e)) === JSON.stringify(keysSorted(entry)));

/** The kinds of entries that a map has. */
function shapes(body: Json): Json {
  const shape = (entry: Json): string =>
    isObject(entry)
      ? JSON.stringify(
          Object.entries(entry)
            .map(([k, v]) => `${k}:${v === null ? 'null' : typeof v}`)
            .toSorted(),
        )
      : typeof entry;
  return isObject(body) ? [...new Set(Object.values(body).map(shape))].toSorted() : body;
}

/** Of a setting the texts of errors, and recommended classes that are not recorded, do not count. */
function mapped(configs: JsonObject, recorded: Json): JsonObject {
  const known = isObject(recorded) && isObject(recorded['configs']) ? recorded['configs'] : {};
  const recommended = (entry: Json | undefined): readonly Json[] => {
    const value = isObject(entry) ? entry['value'] : undefined;
    const list = isObject(value) ? value['recommended_values'] : undefined;
    return isList(list) ? list : [];
  };
  return Object.fromEntries(
    Object.entries(configs).map(([name, entry]) => {
      const value = (entry as JsonObject)['value'] as JsonObject;
      const wanted = recommended(known[name]);
      const areClasses = wanted.some((v) => /^[\w]+(\.[\w$]+)+$/.test(v as string));
      const own = recommended(entry).filter((v) => !areClasses || wanted.includes(v));
      const hasErrors = isList(value['errors']) && value['errors'].length > 0;
      return [
        name,
        { ...(entry as JsonObject), value: { ...value, errors: hasErrors, recommended_values: inOrder(own) } },
      ];
    }),
  );
}

function sorted(value: Json): Json {
  if (isList(value)) return inOrder(value.map(sorted));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, sorted(v)])) : value;
}

const inOrder = (list: readonly Json[]): readonly Json[] =>
  list
    .map((entry) => ({ entry, text: JSON.stringify(keysSorted(entry)) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ entry }) => entry);

function keysSorted(value: Json): Json {
  if (isList(value)) return value.map(keysSorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([k, v]) => [k, keysSorted(v)]));
}

function diff(recorded: Json | undefined, own: Json | undefined, path: string): Differences {
  if (recorded === '<any>' && own !== undefined) return {};
  if (isList(recorded) && isList(own) && recorded.length === own.length)
    return Object.assign({}, ...recorded.map((r, i) => diff(r, own[i], `${path}[${i}]`))) as Differences;
  if (isObject(recorded) && isObject(own)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(own)]);
    return Object.assign({}, ...Array.from(keys, (k) => diff(recorded[k], own[k], `${path}.${k}`))) as Differences;
  }
  return recorded === own ? {} : { [path]: `recorded ${shown(recorded)}, here ${shown(own)}` };
}

const shown = (value: Json | undefined): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200);
