/** What is wrong before a broker is asked. */
import { describe, expect, test } from 'vitest';
import { Folder, properties } from './command.ts';

const worker = {
  'bootstrap.servers': '127.0.0.1:1',
  'group.id': 'g',
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'config.storage.topic': 'configs',
  'offset.storage.topic': 'offsets',
  'status.storage.topic': 'status',
};

interface Case {
  readonly what: string;
  readonly settings?: Readonly<Record<string, string | null>>;
  readonly args?: readonly string[];
  readonly code: number;
  readonly says: RegExp;
}

const cases: readonly Case[] = [
  { what: 'no arguments', args: [], code: 1, says: /^Usage: ConnectDistributed worker\.properties/ },
  { what: '--help', args: ['worker.properties', '--help'], code: 1, says: /^Usage: ConnectDistributed/ },
  {
    what: 'a worker file that is not there',
    args: ['none.properties'],
    code: 2,
    says: /none\.properties: there is no such file/,
  },
  {
    what: 'no group',
    settings: { 'group.id': null },
    code: 2,
    says: /Missing required configuration "group\.id" which has no default value\./,
  },
  {
    what: 'an unknown protocol',
    settings: { 'connect.protocol': 'magic' },
    code: 2,
    says: /Invalid value magic for configuration connect\.protocol: Invalid Connect protocol compatibility/,
  },
  {
    what: 'a bootstrap server without a port',
    settings: { 'bootstrap.servers': 'nowhere' },
    code: 2,
    says: /nowhere/,
  },
];

describe('connect-distributed with', () => {
  test.each(cases)('$what ends with $code', async ({ settings, args = ['worker.properties'], code, says }) => {
    await using folder = await Folder.with({ 'worker.properties': properties({ ...worker, ...settings }) });
    const run = folder.run(args, 'connect-distributed');
    expect(await run.exit).toBe(code);
    expect(run.output).toMatch(says);
  });
});
