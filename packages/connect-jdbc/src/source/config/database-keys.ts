import { atLeast, boolean, className, int, list, long, password, string } from '@causeway/api';
import { dialectNames } from '../../dialect/find-dialect.ts';
import { choice, dialectChoice, NUMERIC_MAPPINGS, offers, regexes } from './choices.ts';

export const DEFAULT_CREDENTIALS_PROVIDER = 'io.confluent.connect.jdbc.util.DefaultJdbcCredentialsProvider';

const group = 'Database';

/** Where to connect, and which tables to read. */
export const databaseKeys = {
  'connection.url': string({
    default: '',
    importance: 'high',
    group,
    width: 'long',
    dependents: ['table.whitelist', 'table.blacklist'],
    doc:
      'JDBC URL of the database: jdbc:mysql://host:port/database?parameter=value, or jdbc:mariadb:…. Several hosts, separated by commas, ' +
      'are tried in turn. Parameters of the driver may stand here or in keys of their own, as connection.<parameter>.',
  }),
  'connection.user': string({ default: null, importance: 'high', group, width: 'long', doc: 'User of the database.' }),
  'connection.password': password({
    default: null,
    importance: 'high',
    group,
    width: 'short',
    doc: 'Password of the user.',
  }),
  'jdbc.credentials.provider.class': className({
    default: DEFAULT_CREDENTIALS_PROVIDER,
    importance: 'low',
    group,
    width: 'long',
    doc: 'Class that gives user and password. Only the default is there, which takes connection.user and connection.password; use a config provider for secrets.',
  }),
  'connection.attempts': int({
    default: 3,
    validate: atLeast(1),
    importance: 'low',
    group,
    width: 'short',
    doc: 'Most attempts to make a connection. With connection.backoff.ms between them this is how long an outage may last.',
  }),
  'connection.backoff.ms': long({
    default: 10_000,
    importance: 'low',
    group,
    width: 'short',
    doc: 'Milliseconds between attempts to make a connection.',
  }),
  'table.whitelist': list({
    default: [],
    importance: 'medium',
    group,
    width: 'long',
    doc: 'Tables to read, by their names: bare, or with the database (db.table).',
  }),
  'table.blacklist': list({
    default: [],
    importance: 'medium',
    group,
    width: 'long',
    doc: 'Tables not to read; all others are read. Names as in table.whitelist.',
  }),
  'table.include.list': list({
    default: [],
    validate: regexes,
    importance: 'medium',
    group,
    width: 'long',
    doc: 'Regular expressions; tables whose full name (db.table) matches one of them as a whole are read.',
  }),
  'table.exclude.list': list({
    default: [],
    validate: regexes,
    importance: 'medium',
    group,
    width: 'long',
    doc: 'Regular expressions; of the tables of table.include.list those that match one of these are not read.',
  }),
  'catalog.pattern': string({
    default: null,
    importance: 'medium',
    group,
    width: 'short',
    doc: 'Catalog (with MySQL the database) whose tables are looked at; without it those of all catalogs.',
  }),
  'schema.pattern': string({
    default: null,
    importance: 'high',
    group,
    width: 'short',
    doc: 'Schema whose tables are looked at; without it those of all schemas. MySQL has no schemas, so it has no effect there.',
  }),
  'numeric.precision.mapping': boolean({
    default: false,
    importance: 'low',
    group,
    width: 'short',
    doc: 'Older form of numeric.mapping=precision_only. No effect with MySQL, whose NUMERIC columns are DECIMAL.',
  }),
  'numeric.mapping': string({
    default: null,
    validate: choice(NUMERIC_MAPPINGS, { orNull: true }),
    recommender: offers(NUMERIC_MAPPINGS),
    importance: 'low',
    group,
    width: 'short',
    doc: 'Whether NUMERIC columns become integers or doubles where these hold them. No effect with MySQL, whose NUMERIC columns are DECIMAL.',
  }),
  'dialect.name': string({
    default: '',
    validate: dialectChoice,
    recommender: offers(['', ...dialectNames]),
    importance: 'low',
    group,
    width: 'long',
    doc: 'Dialect to use; by default the one that fits connection.url.',
  }),
  'date.calendar.system': string({
    default: 'LEGACY',
    validate: choice(['LEGACY', 'PROLEPTIC_GREGORIAN']),
    importance: 'low',
    group,
    width: 'medium',
    doc: 'Calendar of dates before 1582-10-15: LEGACY is the Julian, as in Java, PROLEPTIC_GREGORIAN the one that the database itself uses.',
  }),
};
