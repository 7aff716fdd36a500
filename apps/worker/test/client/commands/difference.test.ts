import { describe, expect, test } from 'vitest';
import type { Config } from '../../../src/client/api/answers.ts';
import { type Change, differences } from '../../../src/client/commands/configure/difference.ts';

describe('what differs', () => {
  test.each<[what: string, before: Config, after: Config, changes: Change[]]>([
    ['nothing', { a: '1', b: '2' }, { b: '2', a: '1' }, []],
    ['a new key', {}, { a: '1' }, [{ key: 'a', before: null, after: '1' }]],
    ['a key that goes', { a: '1' }, {}, [{ key: 'a', before: '1', after: null }]],
    ['another value', { a: '1' }, { a: '2' }, [{ key: 'a', before: '1', after: '2' }]],
    ['a value that becomes empty', { a: '1' }, { a: '' }, [{ key: 'a', before: '1', after: '' }]],
    ['a blank', { a: '1' }, { a: '1 ' }, [{ key: 'a', before: '1', after: '1 ' }]],
    [
      'a key that all objects have',
      {},
      { constructor: 'x', b: '1' },
      [
        { key: 'b', before: null, after: '1' },
        { key: 'constructor', before: null, after: 'x' },
      ],
    ],
  ])('can be %s', (_, before, after, changes) => {
    expect(differences(before, after)).toEqual(changes);
  });
});
