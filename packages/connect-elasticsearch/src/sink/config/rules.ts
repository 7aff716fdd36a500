import type { ConfigMap, Report } from '@causeway/api';
import { readAddresses } from '../cluster/addresses.ts';
import { securityKeys, TLS_PREFIX } from './security-keys.ts';
import type { ElasticsearchSinkConfig } from '../config.ts';

/** The rules across keys, except the connection itself. */
export function checkRules(values: ElasticsearchSinkConfig, raw: ConfigMap, report: Report): void {
  checkUrls(values, report);
  checkCredentials(values, report);
  checkIgnored(values, report);
  checkLimits(values, report);
  checkUnsupported(raw, report);
}

function checkUrls(values: ElasticsearchSinkConfig, report: Report): void {
  // without any its own check has said so
  const urls = values['connection.url'] as readonly string[] | null;
  if (urls === null || urls.length === 0) return;
  for (const problem of readAddresses(urls).problems) report('connection.url', `connection.url: ${problem}`);
}

function checkCredentials(values: ElasticsearchSinkConfig, report: Report): void {
  const [username, password] = [values['connection.username'], values['connection.password']];
  if ((username === null) === (password === null)) return;
  reportAll(report, ['connection.username', 'connection.password'], (a, b) => `Set both ${a} and ${b}, or neither`);
}

function checkIgnored(values: ElasticsearchSinkConfig, report: Report): void {
  for (const what of ['key', 'schema'] as const) {
    if (!values[`${what}.ignore`] || values[`topic.${what}.ignore`].length === 0) continue;
    reportAll(
      report,
      [`${what}.ignore`, `topic.${what}.ignore`],
      (a, b) => `${b} can't be set when ${a} is true, which holds for all topics`,
    );
  }
}

function checkLimits(values: ElasticsearchSinkConfig, report: Report): void {
  const [linger, timeout] = [values['linger.ms'], values['flush.timeout.ms']];
  if (linger > timeout)
    reportAll(
      report,
      ['linger.ms', 'flush.timeout.ms'],
      (a, b) => `${a} (${linger}) can't be larger than ${b} (${timeout})`,
    );
  const [buffered, batch, requests] = [
    values['max.buffered.records'],
    values['batch.size'],
    values['max.in.flight.requests'],
  ];
  if (buffered < batch * requests)
    reportAll(
      report,
      ['max.buffered.records', 'batch.size', 'max.in.flight.requests'],
      (a, b, c) => `${a} (${buffered}) must be at least ${b} (${batch}) × ${c} (${requests})`,
    );
}

/** Settings whose effect there is not yet, with the value that asks for none. To leave one out silently could write to the wrong place, or in the clear. */
const unsupported: Readonly<Record<string, string>> = {
  'external.resource.usage': 'disabled',
  'topic.to.external.resource.mapping': '',
  'max.external.resource.mappings': '15',
  'data.stream.type': 'none',
  'data.stream.dataset': '',
  'data.stream.namespace': '${topic}',
  'data.stream.timestamp.field': '',
  'proxy.host': '',
  'proxy.port': '8080',
  'proxy.username': '',
  'proxy.password': '',
  'elastic.security.protocol': 'plaintext',
  'kerberos.user.principal': '',
  'kerberos.keytab.path': '',
};

function checkUnsupported(raw: ConfigMap, report: Report): void {
  for (const [name, text] of Object.entries(raw)) {
    if (text === null || text === '') continue;
    const isUsed = name.startsWith(TLS_PREFIX)
      ? text !== defaultText(name)
      : Object.hasOwn(unsupported, name) && text.trim().toLowerCase() !== unsupported[name]!.toLowerCase();
    if (isUsed) report(name, `${name} is not supported yet: leave it out, or at its default`);
  }
}

function defaultText(name: string): string | null {
  const value = (securityKeys as Record<string, { defaultValue: unknown } | undefined>)[name]?.defaultValue ?? null;
  return Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : null;
}

function reportAll<N extends readonly string[]>(report: Report, names: N, message: (...names: N) => string): void {
  for (const name of names) report(name, message(...names));
}
