import { describe, expect, test } from 'vitest';
import { paintFor } from '../../../src/client/output/paint.ts';
import { type Cell, table } from '../../../src/client/output/table.ts';

const bare = paintFor({}, {});
const tty = { isTTY: true };

describe('a table', () => {
  test.each<[what: string, rows: Cell[][], lines: string[]]>([
    ['has its titles alone', [], ['NAME  STATE']],
    [
      'is aligned',
      [
        ['a', 'RUNNING'],
        ['longer', 'x'],
      ],
      ['NAME    STATE', 'a       RUNNING', 'longer  x'],
    ],
    [
      'ends no line in blanks',
      [
        ['longer', ''],
        ['a', 'x'],
      ],
      ['NAME    STATE', 'longer', 'a       x'],
    ],
    [
      'knows wide characters',
      [
        ['日本', 'x'],
        ['ab', 'y'],
      ],
      ['NAME  STATE', '日本  x', 'ab    y'],
    ],
    ['knows combined characters', [['u\u0308ber', 'x']], ['NAME  STATE', 'u\u0308ber  x']],
    [
      'shows what would steer a terminal',
      [['a\u001b[31m\nb', 'x']],
      ['NAME            STATE', String.raw`a\u001b[31m\nb  x`],
    ],
  ])('%s', (_, rows, lines) => {
    expect(table(['NAME', 'STATE'], rows, bare).split('\n')).toEqual(lines);
  });

  test('is aligned by what is seen, not by the codes of colours', () => {
    const rows: Cell[][] = [[{ text: 'RUNNING', style: 'green' }, 'x']];
    expect(table(['A', 'B'], rows, paintFor(tty, {})).split('\n')).toEqual([
      '\u001b[1mA\u001b[22m        \u001b[1mB\u001b[22m',
      '\u001b[32mRUNNING\u001b[39m  x',
    ]);
  });
});

describe('colours', () => {
  test.each<[what: string, stream: { isTTY?: boolean }, env: Record<string, string>, painted: boolean]>([
    ['are for a terminal', tty, {}, true],
    ['are not for a file', {}, {}, false],
    ['are not for a file, whatever the variables say', {}, { FORCE_COLOR: '1' }, false],
    ['are not for NO_COLOR', tty, { NO_COLOR: '1' }, false],
    ['are for an empty NO_COLOR', tty, { NO_COLOR: '' }, true],
    ['are not for a dumb terminal', tty, { TERM: 'dumb' }, false],
  ])('%s', (_, stream, env, painted) => {
    expect(paintFor(stream, env)('red', 'x')).toBe(painted ? '\u001b[31mx\u001b[39m' : 'x');
  });
});
