import { expect, test } from 'vitest';
import { selectStages, stages } from './stages.ts';

const names = (...asked: string[]) => selectStages(asked).map(({ name }) => name);

test('without names all stages run', () => {
  expect(selectStages([])).toEqual(stages);
});

test.each([
  ['one stage', ['unit'], ['unit']],
  ['stages in their own order', ['unit', 'format'], ['format', 'unit']],
  ['a stage with what it needs', ['e2e'], ['build', 'e2e']],
])('names select %s', (_, asked, expected) => {
  expect(names(...asked)).toEqual(expected);
});

test('an unknown name is refused with the names there are', () => {
  expect(() => names('units')).toThrow(/no stage 'units'; there are: format, lint/);
});
