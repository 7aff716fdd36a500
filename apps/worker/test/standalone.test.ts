/** What is wrong before a broker is asked. */
import { describe, expect, test } from 'vitest';
import { Folder, properties } from './command.ts';

const worker = {
  'bootstrap.servers': '127.0.0.1:1',
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'offset.storage.file.filename': '${DIR}/offsets',
};

interface Case {
  readonly what: string;
  readonly settings?: Readonly<Record<string, string | null>>;
  /** In place of settings. */
  readonly text?: string;
  readonly args?: readonly string[];
  readonly code: number;
  readonly says: RegExp;
}

const missing = (key: string): RegExp =>
  new RegExp(`Missing required configuration "${key.replaceAll('.', '\\.')}" which has no default value\\.`);

const cases: readonly Case[] = [
  { what: 'no arguments', args: [], code: 1, says: /^Usage: ConnectStandalone worker\.properties \[connector1/ },
  { what: '--help', args: ['--help'], code: 1, says: /^Usage: ConnectStandalone/ },
  { what: '--help behind a worker file', args: ['worker.properties', '--help'], code: 1, says: /^Usage: Connect/ },
  {
    what: 'a worker file that is not there',
    args: ['none.properties'],
    code: 2,
    says: /none\.properties: there is no such file/,
  },
  { what: 'a folder as worker file', args: ['.'], code: 2, says: /it is a folder/ },
  { what: 'an empty worker file', text: '', code: 2, says: missing('bootstrap.servers') },
  { what: 'a broken escape', text: 'a=\\u12', code: 2, says: /Malformed .*worker\.properties, line 1, key a/ },
  { what: 'no key converter', settings: { 'key.converter': null }, code: 2, says: missing('key.converter') },
  {
    what: 'no offset file',
    settings: { 'offset.storage.file.filename': null },
    code: 2,
    says: missing('offset.storage.file.filename'),
  },
  {
    what: 'a number that is none',
    settings: { 'offset.flush.interval.ms': 'x' },
    code: 2,
    says: /Invalid value x for configuration offset\.flush\.interval\.ms: Not a number of type LONG/,
  },
  {
    what: 'a variable of a file that holds no number',
    settings: {
      'config.providers': 'file',
      'config.providers.file.class': 'FileConfigProvider',
      'offset.flush.interval.ms': '${file:${DIR}/worker.properties:group}',
      group: 'x',
    },
    code: 2,
    says: /Invalid value x for configuration offset\.flush\.interval\.ms: Not a number of type LONG/,
  },
  {
    what: 'a variable of a provider that there is not',
    settings: {
      'config.providers': 'vault',
      'config.providers.vault.class': 'VaultConfigProvider',
      'offset.flush.interval.ms': '${vault:a:b}',
    },
    code: 2,
    says: /Could not resolve \$\{vault:…\} in offset\.flush\.interval\.ms: Failed to find any config provider/,
  },
  {
    what: 'a listener of another protocol',
    settings: { listeners: 'ftp://:8083' },
    code: 2,
    says: /Listener protocol must be either "http" or "https"\./,
  },
  {
    what: 'an unknown way of discovery',
    settings: { 'plugin.discovery': 'magic' },
    code: 2,
    says: /Invalid plugin\.discovery value, must be one of \[only_scan, hybrid_warn, hybrid_fail, service_load\]/,
  },
  {
    what: 'an unknown converter class',
    settings: { 'value.converter': 'com.example.Nope' },
    code: 2,
    says: /Invalid value com\.example\.Nope for configuration value\.converter: Class com\.example\.Nope could not be found\./,
  },
  {
    what: 'a broker whose name nobody knows',
    settings: { 'bootstrap.servers': 'no-such-host.invalid:9092' },
    code: 2,
    says: /No resolvable bootstrap urls given in bootstrap\.servers/,
  },
  {
    what: 'a broker without a port',
    settings: { 'bootstrap.servers': 'localhost' },
    code: 2,
    says: /bootstrap\.servers.*localhost/,
  },
  {
    what: 'a broker that nobody listens at',
    settings: { 'bootstrap.servers': '127.0.0.1:1', 'default.api.timeout.ms': '1000' },
    code: 2,
    says: /127\.0\.0\.1:1\b/,
  },
];

describe('the command connect-standalone', () => {
  test.concurrent.each(cases)(
    'ends with $code for $what',
    async ({ settings, text, args, code, says }) => {
      const file = text ?? properties({ ...worker, ...settings });
      await using folder = await Folder.with({ 'worker.properties': file });
      const run = folder.run(args ?? ['worker.properties']);
      expect(await run.exit).toBe(code);
      expect(run.output).toMatch(says);
      expect(run.output).not.toMatch(/\n\s+at /); // a sentence, no stack trace
    },
    30_000,
  );
});
