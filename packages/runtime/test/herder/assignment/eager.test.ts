import { expect, test } from 'vitest';
import { assignEagerly } from '../../../src/herder/assignment/eager.ts';
import { workOf } from '../../../src/herder/assignment/work.ts';

const task = (connector: string, number: number) => ({ connector, task: number });

test('deals out as recorded from Java: tasks go on where connectors ended', () => {
  const configured = workOf(['src', 'snk'], [task('src', 0), task('snk', 1), task('snk', 0), task('snk', 2)]);
  expect(assignEagerly(['b', 'a'], configured)).toEqual(
    new Map([
      ['a', workOf(['snk'], [task('snk', 0), task('snk', 2)])],
      ['b', workOf(['src'], [task('snk', 1), task('src', 0)])],
    ]),
  );
});

test('goes on with the next worker for the first task', () => {
  const configured = workOf(['x'], [task('x', 0), task('x', 10), task('x', 2)]);
  expect(assignEagerly(['a', 'b'], configured)).toEqual(
    new Map([
      ['a', workOf(['x'], [task('x', 2)])],
      ['b', workOf([], [task('x', 0), task('x', 10)])],
    ]),
  );
});
