import { ConfigError } from '@causeway/api';

export interface Host {
  readonly host: string;
  readonly port: number;
}

/** What a MySQL JDBC URL says. */
export interface MySqlUrl {
  /** Tried in this order. */
  readonly hosts: readonly Host[];
  readonly database: string | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly parameters: Readonly<Record<string, string>>;
}

const DEFAULT_PORT = 3306;

/**
 * Reads `jdbc:mysql://[user[:password]@]host[:port][,host[:port]…]/[database][?name=value[&…]]`, the same with `jdbc:mariadb:`.
 * @throws ConfigError that says what is wrong, without the credentials in the URL
 */
export function parseUrl(url: string): MySqlUrl {
  const match = /^jdbc:(?:mysql|mariadb):([^/]*)\/\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(url);
  if (match === null) throw unreadable('it must have the form jdbc:mysql://host:port/database?parameter=value');
  const [, variant, authority, database, query] = match;
  if (variant !== '') {
    throw unreadable(`"jdbc:mysql:${variant}" is not supported; name the hosts in jdbc:mysql://host1,host2/database`);
  }
  const { user, password, hosts } = splitCredentials(authority ?? '');
  return {
    hosts: hosts.split(',').map(parseHost),
    database: database === undefined || database === '' ? null : decode(database),
    user,
    password,
    parameters: parseParameters(query ?? ''),
  };
}

function splitCredentials(authority: string): { user: string | null; password: string | null; hosts: string } {
  const at = authority.lastIndexOf('@');
  if (at < 0) return { user: null, password: null, hosts: authority };
  const [user = '', ...password] = authority.slice(0, at).split(':');
  return {
    user: decode(user),
    password: password.length === 0 ? null : decode(password.join(':')),
    hosts: authority.slice(at + 1),
  };
}

function parseHost(text: string): Host {
  if (/[()=]/.test(text)) {
    throw unreadable('hosts of the form (host=…,port=…) or address=(…) are not supported; write host:port');
  }
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:]*)(?::(\d+))?$/.exec(text.trim());
  const port = Number(match?.[2] ?? DEFAULT_PORT);
  if (match === null || port > 65_535) throw unreadable(`"${text}" is not a host and port`);
  const host = match[1] ?? '';
  return { host: host === '' ? 'localhost' : host.replace(/^\[|\]$/g, ''), port };
}

function parseParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    parameters[name] = equals < 0 ? '' : decode(part.slice(equals + 1));
  }
  return parameters;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const unreadable = (reason: string): ConfigError =>
  new ConfigError(`connection.url can't be read as a MySQL URL: ${reason}`, { code: 'ERR_CONFIG_INVALID' });
