import { describe, expect, test } from 'vitest';
import { kindOfError, toDatabaseError } from '../../../src/dialect/mysql/errors.ts';

const error = (fields: Record<string, unknown>): Error => Object.assign(new Error('said the server'), fields);

describe('an error of MySQL', () => {
  test.each([
    ['a wrong password', { errno: 1045, sqlState: '28000' }, 'refused'],
    ['an unknown database', { errno: 1049, sqlState: '42000' }, 'refused'],
    ['too many connections', { errno: 1040, sqlState: '08004' }, 'connection'],
    ['a server that shuts down', { errno: 1053, sqlState: '08S01' }, 'connection'],
    ['nobody listening', { errno: -111, code: 'ECONNREFUSED' }, 'connection'],
    ['a lost connection', { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }, 'connection'],
    ['a deadlock', { errno: 1213, sqlState: '40001' }, 'transient'],
    ['a lock wait that is over', { errno: 1205, sqlState: 'HY000' }, 'transient'],
    ['a mistake in the statement', { errno: 1064, sqlState: '42000' }, 'statement'],
    ['a missing table', { errno: 1146, sqlState: '42S02' }, 'statement'],
    ['a missing column', { errno: 1054, sqlState: '42S22' }, 'statement'],
  ])('%s is told apart', (_what, fields, kind) => {
    expect(kindOfError(error(fields))).toBe(kind);
  });

  test('says what was done, what the server said and what to check', () => {
    const { message } = toDatabaseError(
      error({ errno: 1146, sqlState: '42S02', code: 'ER_NO_SUCH_TABLE' }),
      'reading t',
    );
    expect(message).toBe(
      'Error while reading t: said the server (ER_NO_SUCH_TABLE). Check that the table is still there.',
    );
  });
});
