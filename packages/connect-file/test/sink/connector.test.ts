import type { ConnectorContext } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { FileStreamSinkConnector } from '../../src/sink/connector.ts';
import { log } from '../contexts.ts';

describe('FileStreamSinkConnector', () => {
  test('gives each of its tasks all of its settings', () => {
    const connector = new FileStreamSinkConnector();
    connector.start({ name: 'out', file: 'out.txt', note: null }, { logger: log() } as unknown as ConnectorContext);
    expect(connector.taskConfigs(3)).toEqual(Array(3).fill({ name: 'out', file: 'out.txt' }));
  });

  test('lets any offset be set', () => {
    expect(new FileStreamSinkConnector().alterOffsets()).toBe(true);
  });
});
