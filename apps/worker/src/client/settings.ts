import { type Command, Option } from 'commander';
import { UsageError } from './errors.ts';

/** Where a Connect REST API is. Name and password are in `authorization` alone, so that the rest can be printed. */
export interface Address {
  /** Without a slash at its end. */
  readonly url: string;
  readonly authorization: string | null;
}

export interface ApiSettings {
  /** Tried in turn. */
  readonly addresses: readonly Address[];
  /** The longest wait for one answer. */
  readonly timeoutMs: number;
}

/** The options that all commands have which ask a REST API, as they were given. */
export interface ApiOptions {
  readonly url: string;
  readonly user?: string;
  readonly timeout: string;
  readonly json?: true;
}

export const defaultUrl = 'http://localhost:8083';

/** The API itself gives up on a request after 90 seconds, and then says why. */
const defaultTimeout = '100';

export function withApiOptions(command: Command): Command {
  const options = [
    new Option('--url <urls>', 'its address; several, separated by commas, are tried in turn')
      .env('CAUSEWAY_URL')
      .default(defaultUrl),
    new Option('--user <name:password>', 'for basic authentication').env('CAUSEWAY_USER'),
    new Option('--timeout <seconds>', 'longest wait for one answer').default(defaultTimeout),
    new Option('--json', 'print its answer as JSON, with secrets hidden'),
  ];
  for (const option of options) command.addOption(option.helpGroup('Options for the REST API:'));
  return command;
}

/** @throws UsageError for an address, a user or a timeout that can't be used; it shows no password */
export function apiSettings({ url, user, timeout }: ApiOptions): ApiSettings {
  const authorization = user === undefined || user === '' ? null : authorizationOf(user);
  const urls = url
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (urls.length === 0) throw new UsageError('--url holds no address', `Give one such as ${defaultUrl}.`);
  return { addresses: urls.map((one) => addressOf(one, authorization)), timeoutMs: milliseconds(timeout) };
}

function authorizationOf(user: string): string {
  if (!user.includes(':')) throw new UsageError('--user (or CAUSEWAY_USER) has no colon', 'Write it as name:password.');
  return `Basic ${Buffer.from(user).toString('base64')}`;
}

function addressOf(text: string, authorization: string | null): Address {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  const shown = text.replace(/\/\/[^/]*@/, '//');
  const fail = (why: string): never => {
    throw new UsageError(`--url ${shown}: ${why}`, `Write it as ${defaultUrl}, with a path if a proxy needs one.`);
  };
  if (url === null) return fail('it is no address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return fail('it begins with neither http:// nor https://');
  if (url.search !== '' || url.hash !== '') return fail('it has a query');
  const own = url.username === '' ? null : authorizationOf(`${decoded(url.username)}:${decoded(url.password)}`);
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), authorization: authorization ?? own };
}

/** As it stands, where it is not well encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function milliseconds(seconds: string): number {
  const value = /^\d+(\.\d+)?$/.test(seconds) ? Number(seconds) * 1000 : NaN;
  if (!(value >= 1 && value <= 2_147_483_647))
    throw new UsageError(`--timeout ${seconds}: it is no number of seconds above 0`);
  return Math.ceil(value);
}
