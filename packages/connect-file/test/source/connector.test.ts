import { ConfigError, ConnectError, type SourceConnectorContext } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { FileStreamSourceConnector } from '../../src/source/connector.ts';
import { log } from '../contexts.ts';

const config = { name: 'lines', file: '/data/in.txt', topic: 'lines' };
const context = { logger: log() } as unknown as SourceConnectorContext;

describe('FileStreamSourceConnector', () => {
  test('has one task with all of its settings', () => {
    const connector = new FileStreamSourceConnector();
    connector.start({ ...config, 'batch.size': null, note: null }, context);
    expect(connector.taskConfigs()).toEqual([config]);
  });

  test.each([
    ['without a topic', { file: 'in.txt' }],
    ['with an empty topic', { topic: '' }],
    ['with a batch size that is no number', { topic: 't', 'batch.size': 'many' }],
  ])('does not start %s', (_, wrong) => {
    expect(() => new FileStreamSourceConnector().start(wrong, context)).toThrow(ConfigError);
  });

  test.each([
    ['SUPPORTED', 'a file', config],
    ['UNSUPPORTED', 'standard input', { topic: 'lines' }],
    ['UNSUPPORTED', 'an empty name', { topic: 'lines', file: '' }],
  ])('says that exactly-once is %s for %s', (support, _, given) => {
    expect(new FileStreamSourceConnector().exactlyOnceSupport(given)).toBe(support);
  });

  const partition = { filename: '/data/in.txt' };
  test.each([
    ['a position', { partition, offset: { position: 4 } }],
    ['the start of the file', { partition, offset: { position: 0 } }],
    ['a file that it does not read', { partition: { filename: 'other' }, offset: { position: 8 } }],
    ['a reset', { partition, offset: null }],
    ['a reset of what it never stored', { partition: { table: 'x' }, offset: null }],
  ])('lets %s be set', (_, altered) => {
    expect(new FileStreamSourceConnector().alterOffsets(config, [altered])).toBe(true);
  });

  const noLong = "The value for the 'position' key in the offset is expected to be a Long value";
  test.each([
    ['a text', { partition, offset: { position: '4' } }, noLong],
    ['a fraction', { partition, offset: { position: 1.5 } }, noLong],
    ['null', { partition, offset: { position: null } }, noLong],
    [
      'a negative number',
      { partition, offset: { position: -1 } },
      "The value for the 'position' key in the offset should be a non-negative value",
    ],
    [
      'an offset without position',
      { partition, offset: { pos: 1 } },
      "Offset objects should either be null or contain the key 'position'",
    ],
    [
      'a partition without filename',
      { partition: { file: 'x' }, offset: { position: 1 } },
      "Partition objects should contain the key 'filename'",
    ],
  ])('refuses %s', (_, altered, message) => {
    expect(() => new FileStreamSourceConnector().alterOffsets(config, [altered])).toThrow(new ConnectError(message));
  });

  test('refuses any offset of standard input', () => {
    const connector = new FileStreamSourceConnector();
    expect(() => connector.alterOffsets({ topic: 't' }, [{ partition, offset: null }])).toThrow(
      /stdin is used for input/,
    );
  });
});
