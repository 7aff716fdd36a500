import { int, list, rule, string } from '@causeway/api';

const problemOf = (listeners: readonly string[]): string | null => {
  const wrong = listeners.find((l) => !/^https?:\/\/[^/]*:\d+$/i.test(l));
  if (wrong === undefined) return null;
  return /^https?:/i.test(wrong)
    ? `"${wrong}" is no URL of the form http://host:port`
    : 'Listener protocol must be either "http" or "https".';
};

const listeners = rule('URLs of http or https listeners', (value) => {
  const urls = value as readonly string[] | null;
  if (urls === null || urls.length === 0) return 'At least one listener is needed, such as http://:8083';
  return problemOf(urls);
});

const adminListeners = rule('URLs of http or https listeners, or none', (value) =>
  problemOf((value as readonly string[] | null) ?? []),
);

const actions = ['set', 'add', 'setDate', 'addDate'] as const;

/** One header to send with every answer of the REST API. */
export interface ResponseHeader {
  readonly action: (typeof actions)[number];
  readonly name: string;
  readonly value: string;
}

/**
 * `[action] name: value, …`; a value with commas stands in double quotes together with its action and name.
 * @throws Error that says what is wrong
 */
export function readResponseHeaders(text: string): ResponseHeader[] {
  if (text.trim() === '') return [];
  const rules = text.match(/(?:"[^"]*"|[^",])+/g) ?? [];
  return rules.map((written) => {
    const match = /^\s*"?\s*(\S+)\s+([^\s:"]+)\s*:\s*(.*?)\s*"?\s*$/s.exec(written);
    const [, action, name, value] = match ?? [];
    const known = actions.find((a) => a === action);
    if (known === undefined || name === undefined || value === undefined)
      throw new Error(
        `"${written.trim()}" is not of the form "[action] name: value", with one of ${actions.join(', ')}`,
      );
    return { action: known, name, value };
  });
}

const responseHeaders = rule('Comma-separated header rules, of the form "[action] name: value"', (value) => {
  try {
    readResponseHeaders(value as string);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
});

/** Settings of the REST API. */
export const restKeys = {
  listeners: list({
    default: ['http://:8083'],
    validate: listeners,
    importance: 'low',
    doc: 'Addresses of the REST API.',
  }),
  'admin.listeners': list({
    default: null,
    validate: adminListeners,
    importance: 'low',
    doc: 'Addresses of /admin alone. By default it is served with the rest of the API; an empty list turns it off.',
  }),
  'rest.advertised.host.name': string({
    default: null,
    importance: 'low',
    doc: 'Host name that other workers and clients are told.',
  }),
  'rest.advertised.port': int({
    default: null,
    importance: 'low',
    doc: 'Port that other workers and clients are told.',
  }),
  'rest.advertised.listener': string({
    default: null,
    importance: 'low',
    doc: 'Protocol by which other workers reach this one: http or https.',
  }),
  'access.control.allow.origin': string({
    default: '',
    importance: 'low',
    doc: 'Origins that browsers may call from, separated by commas, or *; none by default.',
  }),
  'access.control.allow.methods': string({ default: '', importance: 'low', doc: 'Methods that such origins may use.' }),
  'response.http.headers.config': string({
    default: '',
    validate: responseHeaders,
    importance: 'low',
    doc: 'Headers that every answer carries: "[action] name: value", separated by commas.',
  }),
  'rest.extension.classes': list({
    default: [],
    importance: 'low',
    doc: "Classes of Java that extend the REST API. They can't be run: a warning says so, and the one that asks for passwords is refused.",
  }),
};
