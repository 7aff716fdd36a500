import type { Report } from '@causeway/api';
import { findDialect } from '../../dialect/find-dialect.ts';
import { DEFAULT_CREDENTIALS_PROVIDER } from './database-keys.ts';
import type { JdbcSourceConfig } from './keys.ts';

const NAME_LISTS = ['table.whitelist', 'table.blacklist'] as const;
const REGEX_LISTS = ['table.include.list', 'table.exclude.list'] as const;
const MAPPINGS = ['incrementing.column.mapping', 'timestamp.columns.mapping'] as const;

/** The statement of `query` or `query.masked`; "" without. */
export const queryOf = (config: JdbcSourceConfig): string =>
  (config.query === '' ? config['query.masked'].value : config.query).trim();

/** What settings have to do with each other. */
export function checkRules(config: JdbcSourceConfig, report: Report): void {
  checkTableFilters(config, report);
  checkQuery(config, report);
  checkColumns(config, report);
  checkNumbers(config, report);
  checkSupported(config, report);
}

const isSet = (
  config: JdbcSourceConfig,
  key: (typeof NAME_LISTS | typeof REGEX_LISTS | typeof MAPPINGS)[number],
): boolean => config[key].length > 0;

function checkTableFilters(config: JdbcSourceConfig, report: Report): void {
  const names = NAME_LISTS.filter((key) => isSet(config, key));
  const regexes = REGEX_LISTS.filter((key) => isSet(config, key));
  if (names.length + regexes.length === 0 && queryOf(config) === '') {
    for (const key of [...NAME_LISTS, ...REGEX_LISTS]) {
      report(key, 'Nothing says what to read: set table.whitelist, table.blacklist, table.include.list or query');
    }
  }
  if (names.length > 0 && regexes.length > 0) {
    for (const key of [...names, ...regexes]) {
      report(key, `${names.join(' and ')} can't be set together with ${regexes.join(' and ')}; use one kind of list`);
    }
  } else if (regexes.length === 1 && regexes[0] === 'table.exclude.list') {
    report('table.exclude.list', 'It takes tables out of table.include.list, which is not set');
  }
}

function checkQuery(config: JdbcSourceConfig, report: Report): void {
  const query = queryOf(config);
  if (query === '') return;
  const lists = [...NAME_LISTS, ...REGEX_LISTS].filter((key) => isSet(config, key));
  for (const key of lists.length === 0 ? [] : [...lists, 'query', 'query.masked']) {
    report(key, `A query is read in place of tables, so query and ${lists.join(' and ')} can't be set together`);
  }
  if (config.query !== '' && config['query.masked'].value !== '') {
    for (const key of ['query', 'query.masked']) report(key, 'query and query.masked are both set; keep one of them');
  }
  const key = config.query === '' ? 'query.masked' : 'query';
  if (!/^select\b/i.test(query)) report(key, 'It must be a SELECT statement');
  if (config.mode.endsWith('incrementing') && config['incrementing.column.name'] === '') {
    report('incrementing.column.name', `With a query in mode ${config.mode} the incrementing column must be named`);
  }
  if (config['topic.prefix'] === '') report('topic.prefix', 'With a query this is the whole name of the topic; set it');
}

function checkColumns(config: JdbcSourceConfig, report: Report): void {
  const hasRegexes = isSet(config, 'table.include.list');
  const named = [
    ...(config['incrementing.column.name'] === '' ? [] : ['incrementing.column.name']),
    ...(config['timestamp.column.name'].length === 0 ? [] : ['timestamp.column.name']),
  ];
  const mappings = MAPPINGS.filter((key) => isSet(config, key));
  const used = [
    ...(config.mode.endsWith('incrementing') ? [MAPPINGS[0]] : []),
    ...(config.mode.startsWith('timestamp') ? [MAPPINGS[1]] : []),
  ];
  if (hasRegexes) {
    for (const key of named) report(key, 'With table.include.list name columns in the column mappings');
    for (const key of used.filter((k) => !isSet(config, k))) {
      report('mode', `Mode ${config.mode} with table.include.list needs ${key}`);
    }
  } else {
    for (const key of mappings) report(key, 'Column mappings are for table.include.list, which is not set');
    const isDated = config['timestamp.column.name'].length > 0;
    if (used.includes(MAPPINGS[1]) && !isDated && mappings.length === 0) {
      report('timestamp.column.name', `Mode ${config.mode} needs the columns that hold the time of the last change`);
    }
  }
  for (const key of hasRegexes ? mappings.filter((k) => !used.includes(k)) : []) {
    report('mode', `Mode ${config.mode} does not use ${key}; take it out`);
  }
}

function checkNumbers(config: JdbcSourceConfig, report: Report): void {
  if (config['batch.max.rows'] < 1) report('batch.max.rows', 'It must be at least 1');
  for (const key of ['poll.interval.ms', 'poll.linger.ms', 'connection.backoff.ms', 'max.buffer.size'] as const) {
    if (config[key] < 0) report(key, 'It must not be negative');
  }
}

function checkSupported(config: JdbcSourceConfig, report: Report): void {
  if (config['jdbc.credentials.provider.class'] !== DEFAULT_CREDENTIALS_PROVIDER) {
    report(
      'jdbc.credentials.provider.class',
      "Java classes can't be loaded; set connection.user and connection.password, with a config provider for the secret",
    );
  }
  try {
    const dialect = findDialect(config['connection.url'], config['dialect.name']);
    const mode = config['transaction.isolation.mode'].toUpperCase();
    if (!(dialect.isolationModes as readonly string[]).includes(mode)) {
      report(
        'transaction.isolation.mode',
        `${mode} is not there with ${dialect.name}; use ${dialect.isolationModes.join(', ')}`,
      );
    }
  } catch (error) {
    report('connection.url', (error as Error).message);
  }
}
