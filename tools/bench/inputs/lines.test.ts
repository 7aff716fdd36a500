import { expect, test } from 'vitest';
import { line, lineBytes, linesPerBlock, lineValues } from './lines.ts';
import { portions } from './portions.ts';

test.each([0, 1, linesPerBlock - 1])('line %i has its number and its size', (i) => {
  expect(line(i)).toHaveLength(lineBytes);
  expect(Number.parseInt(line(i), 10)).toBe(i);
});

test('the JSON converter puts each line into an envelope with its schema', () => {
  const values = lineValues('json').map((value) => JSON.parse(value.toString()) as unknown);
  expect(values[7]).toEqual({ schema: { type: 'string', optional: false }, payload: line(7) });
});

test.each([
  [
    'an even end',
    4,
    2,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['a short last portion', 3, 2, [[1, 2], [3]]],
  ['nothing', 0, 2, []],
])('portions with %s', (_, total, size, expected) => {
  expect([...portions(total, size, (numbers) => numbers)]).toEqual(expected);
});
