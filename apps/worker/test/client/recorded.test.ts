/** Offsets and loggers, with the answers that the Java worker gave. */
import { describe, expect, test, vi } from 'vitest';
import { causeway, type Result } from './cli.ts';
import type { Double } from './double.ts';
import { played } from './recording.ts';

vi.setConfig({ testTimeout: 60_000 }); // each step starts a process

const ask = (api: Double, args: readonly string[], input = ''): Promise<Result> =>
  causeway([...args, '--url', api.url], { input });

const done = (out: string): Result => ({ code: 0, out, err: '' });
const topic = '{"kafka_topic":"run-t","kafka_partition":0}';

describe('offsets', () => {
  test('of a sink are read, set, forgotten and reset', async () => {
    await using api = await played('offsets-sink');
    expect(await ask(api, ['offsets', 'get', 'run-a'])).toEqual(
      done('TOPIC  PARTITION  OFFSET\nrun-t  0          3\n'),
    );
    const set = ['offsets', 'set', 'run-a', '--partition', topic, '--offset'];
    expect(await ask(api, [...set, '{"kafka_offset":1}'])).toEqual({
      code: 1,
      out: '',
      err:
        'causeway: Could not set the offsets of connector run-a: Connectors must be in the STOPPED state before their offsets can be ' +
        "modified. This can be done for the specified connector by issuing a 'PUT' request to the '/connectors/run-a/stop' endpoint " +
        `(400 from ${api.url})\nStop it first, with: causeway stop NAME.\n`,
    });
    expect(await ask(api, ['stop', 'run-a'])).toEqual(done('Connector run-a is being stopped.\n'));
    const altered = 'The offsets for this connector have been altered successfully\n';
    expect(await ask(api, [...set, '{"kafka_offset":1}'])).toEqual(done(altered));
    expect(await ask(api, [...set, 'null'])).toEqual(done(altered));
    expect(await ask(api, ['offsets', 'get', 'run-a', '--json'])).toEqual(done('{\n  "offsets": []\n}\n'));
    expect(await ask(api, ['offsets', 'reset', 'run-a'])).toEqual(
      done('The offsets for this connector have been reset successfully\n'),
    );
  });

  test('of a source are read, and written back as they were read', async () => {
    await using api = await played('offsets-source');
    expect(await ask(api, ['offsets', 'get', 'run-zz'])).toMatchObject({
      code: 1,
      err: `causeway: Could not read the offsets of connector run-zz: Connector run-zz not found (404 from ${api.url})\nThe connectors there are: causeway list.\n`,
    });
    expect(await ask(api, ['offsets', 'get', 'run-a'])).toEqual(
      done('PARTITION                    OFFSET\n{"filename":"/data/in.txt"}  {"position":14}\n'),
    );
    await ask(api, ['stop', 'run-a']);
    await ask(api, [
      'offsets',
      'set',
      'run-a',
      '--partition',
      '{"filename":"/data/in.txt"}',
      '--offset',
      '{"position":4}',
    ]);
    const { out } = await ask(api, ['offsets', 'get', 'run-a', '--json']);
    expect(JSON.parse(out)).toEqual({
      offsets: [{ partition: { filename: '/data/in.txt' }, offset: { position: 4 } }],
    });
    const input = out.replace('4', '1');
    expect(await ask(api, ['offsets', 'set', 'run-zz', '--file', '-'], input)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Connector run-zz not found (404') as string,
    });
    expect(api.asked.at(-1)?.body).toEqual(JSON.parse(input));
  });
});

describe('loggers', () => {
  test('are listed, and set for a worker or for all', async () => {
    await using api = await played('loggers');
    const level = (...args: string[]): Promise<Result> => ask(api, ['logs', 'level', ...args]);
    expect((await level()).out).toBe(
      [
        'LOGGER                                LEVEL  SET AT',
        'org.apache.kafka.clients.ClientUtils  INFO',
        'run-first                             DEBUG  2023-11-14T22:13:20.000Z',
        '',
      ].join('\n'),
    );
    expect(await level('root')).toEqual(done('INFO\n'));
    expect(await level('run-no.such.logger')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Logger run-no.such.logger not found.') as string,
    });
    expect(await level('run-a.b', 'debug')).toEqual(done('Set 1 logger to DEBUG: run-a.b.\n'));
    expect(await level('run-a.b', 'error')).toEqual(done('Set 2 loggers to ERROR: run-a.b, run-a.b.c.\n'));
    expect(await level('run-a.b', 'loud')).toMatchObject({
      code: 1,
      err: expect.stringContaining("invalid log level 'LOUD'.") as string,
    });
    expect(await level('run-a.b', 'info', '--json')).toEqual(done('[\n  "run-a.b",\n  "run-a.b.c"\n]\n'));
    expect(await level('run-a.b', 'TRACE', '--scope', 'cluster')).toEqual(
      done('Told all workers to set logger run-a.b to TRACE.\n'),
    );
    expect(await level('run-a.b')).toEqual(done('TRACE, set at 2023-11-14T22:13:20.000Z\n'));
  });
});
