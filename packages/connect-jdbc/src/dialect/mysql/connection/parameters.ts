import { readFileSync } from 'node:fs';
import { ConfigError } from '@causeway/api';

export type ZeroDates = 'EXCEPTION' | 'CONVERT_TO_NULL' | 'ROUND';
export type TlsMode = 'DISABLED' | 'PREFERRED' | 'REQUIRED' | 'VERIFY_CA' | 'VERIFY_IDENTITY';

/** The parameters of MySQL Connector/J that are honoured, with the driver's defaults. */
export interface MySqlParameters {
  readonly connectTimeoutMs: number;
  readonly tcpKeepAlive: boolean;
  readonly tls: TlsMode;
  /** PEM text of the authorities to trust in place of the system's. */
  readonly trustedAuthorities: string | null;
  readonly zeroDates: ZeroDates;
  /** TINYINT(1) is a BIT, which is a boolean with `isBitBoolean`, else an int8. */
  readonly isTinyInt1Bit: boolean;
  readonly isBitBoolean: boolean;
  readonly isYearDate: boolean;
  /** Without a catalog pattern, list the tables of the URL's database only. */
  readonly listsOneDatabase: boolean;
  /** Put into the session's `time_zone`; null leaves the server's. */
  readonly sessionTimeZone: string | null;
  readonly sessionVariables: readonly string[];
  /** Given, but without effect here. */
  readonly ignored: readonly string[];
}

/** Known to make no difference to what is read: text is always read as utf8mb4, and instants by `db.timezone`. */
const WITHOUT_EFFECT = new Set(
  [
    'user password useUnicode characterEncoding characterSetResults tcpNoDelay allowPublicKeyRetrieval useInformationSchema',
    'preserveInstants useLegacyDatetimeCode cacheServerConfiguration useServerPrepStmts cachePrepStmts prepStmtCacheSize',
    'prepStmtCacheSqlLimit useCursorFetch defaultFetchSize rewriteBatchedStatements useLocalSessionState elideSetAutoCommits',
    'maintainTimeStats autoReconnect maxReconnects jdbcCompliantTruncation connectionTimeZone serverTimezone verifyServerCertificate',
    'requireSSL trustCertificateKeyStoreType trustCertificateKeyStorePassword netTimeoutForStreamingResults',
  ]
    .join(' ')
    .split(' ')
    .map((name) => name.toLowerCase()),
);

/** A driver's parameters, found without regard to case, which remembers what was asked for. */
class Lookup {
  readonly #values: ReadonlyMap<string, { readonly name: string; readonly value: string }>;
  readonly #asked = new Set<string>();

  constructor(parameters: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  }

  text(name: string): string | null {
    this.#asked.add(name.toLowerCase());
    return this.#values.get(name.toLowerCase())?.value ?? null;
  }

  flag(name: string, whenAbsent: boolean): boolean {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return whenAbsent;
    if (text === 'true' || text === 'yes') return true;
    if (text === 'false' || text === 'no') return false;
    throw refused(name, text, 'it must be true or false');
  }

  number(name: string): number {
    const text = this.text(name) ?? '0';
    if (!/^\d{1,9}$/.test(text)) throw refused(name, text, 'it must be a number of milliseconds');
    return Number(text);
  }

  choice<T extends string>(name: string, choices: Readonly<Record<string, T>>): T | null {
    const text = this.text(name);
    if (text === null) return null;
    const choice = choices[text.toUpperCase().replaceAll('_', '')];
    if (choice === undefined) throw refused(name, text, `it must be one of ${Object.values(choices).join(', ')}`);
    return choice;
  }

  unused(): string[] {
    return [...this.#values]
      .filter(([key]) => !this.#asked.has(key) && !WITHOUT_EFFECT.has(key))
      .map(([, { name }]) => name);
  }
}

/** @throws ConfigError for a value that can't be honoured */
export function readParameters(parameters: Readonly<Record<string, string>>): MySqlParameters {
  const lookup = new Lookup(parameters);
  const zeroDates = { EXCEPTION: 'EXCEPTION', CONVERTTONULL: 'CONVERT_TO_NULL', ROUND: 'ROUND' } as const;
  const known = {
    connectTimeoutMs: lookup.number('connectTimeout'),
    tcpKeepAlive: lookup.flag('tcpKeepAlive', true),
    tls: tlsMode(lookup),
    trustedAuthorities: trustedAuthorities(lookup),
    zeroDates: lookup.choice<ZeroDates>('zeroDateTimeBehavior', zeroDates) ?? 'EXCEPTION',
    isTinyInt1Bit: lookup.flag('tinyInt1isBit', true),
    isBitBoolean: lookup.flag('transformedBitIsBoolean', false),
    isYearDate: lookup.flag('yearIsDateType', true),
    listsOneDatabase: lookup.flag('nullDatabaseMeansCurrent', lookup.flag('nullCatalogMeansCurrent', false)),
    sessionTimeZone: sessionTimeZone(lookup),
    sessionVariables: splitVariables(lookup.text('sessionVariables') ?? ''),
  };
  return { ...known, ignored: lookup.unused() };
}

function tlsMode(lookup: Lookup): TlsMode {
  const mode = lookup.choice<TlsMode>('sslMode', {
    DISABLED: 'DISABLED',
    DISABLE: 'DISABLED',
    PREFERRED: 'PREFERRED',
    REQUIRED: 'REQUIRED',
    TRUST: 'REQUIRED',
    VERIFYCA: 'VERIFY_CA',
    VERIFYIDENTITY: 'VERIFY_IDENTITY',
    VERIFYFULL: 'VERIFY_IDENTITY',
  });
  if (mode !== null) return mode;
  // the settings that sslMode replaced
  if (!lookup.flag('useSSL', true)) return 'DISABLED';
  if (lookup.flag('verifyServerCertificate', false)) return 'VERIFY_CA';
  return lookup.flag('requireSSL', false) ? 'REQUIRED' : 'PREFERRED';
}

function trustedAuthorities(lookup: Lookup): string | null {
  const location = lookup.text('trustCertificateKeyStoreUrl') ?? lookup.text('serverSslCert');
  if (location === null) return null;
  let pem: string;
  try {
    pem = readFileSync(location.startsWith('file:') ? new URL(location) : location, 'latin1');
  } catch (error) {
    throw refused('trustCertificateKeyStoreUrl', location, `it can't be read: ${(error as Error).message}`);
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw refused(
    'trustCertificateKeyStoreUrl',
    location,
    'Java key stores are not supported; name a file of PEM certificates (keytool -exportcert -rfc writes one)',
  );
}

function sessionTimeZone(lookup: Lookup): string | null {
  if (!lookup.flag('forceConnectionTimeZoneToSession', false)) return null;
  const zone = lookup.text('connectionTimeZone') ?? lookup.text('serverTimezone') ?? 'LOCAL';
  if (zone.toUpperCase() === 'SERVER') return null;
  if (zone.toUpperCase() !== 'LOCAL') return zone === 'UTC' || zone === 'Z' ? '+00:00' : zone;
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return local === 'UTC' ? '+00:00' : local;
}

/** Splits at commas and semicolons outside of quotes and brackets. */
function splitVariables(text: string): string[] {
  return (text.match(/(?:'[^']*'|"[^"]*"|\([^)]*\)|[^,;'"(])+/g) ?? []).map((v) => v.trim()).filter((v) => v !== '');
}

const refused = (name: string, value: string, reason: string): ConfigError =>
  new ConfigError(`Parameter ${name}=${value} of connection.url (or connection.${name}): ${reason}`, {
    code: 'ERR_CONFIG_INVALID',
  });
