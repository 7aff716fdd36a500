import { expect, test } from 'vitest';
import { parseArguments, selectRows } from './arguments.ts';

const nothing = { isQuick: false, isJson: false, isHelp: false, without: [], names: [] };

test.each([
  ['nothing', [], nothing],
  ['a separator, as npm leaves it', ['--'], nothing],
  [
    'options and names in any order',
    ['idle', '--quick', 'start', '--json'],
    { ...nothing, isQuick: true, isJson: true, names: ['idle', 'start'] },
  ],
  ['sides to leave out', ['--no-java', '--no-raw'], { ...nothing, without: ['java', 'raw'] }],
  ['a call for help', ['-h'], { ...nothing, isHelp: true }],
])('%s is understood', (_, args, parsed) => {
  expect(parseArguments(args)).toEqual(parsed);
});

test('an option that there is not is named', () => {
  expect(() => parseArguments(['--fast'])).toThrow('There is no option --fast');
});

const rows = ['start', 'file-kafka-string', 'file-kafka-json', 'mysql-kafka'].map((name) => ({ name }));

test.each([
  ['no name: all rows', [], ['start', 'file-kafka-string', 'file-kafka-json', 'mysql-kafka']],
  ['a whole name: that row', ['mysql-kafka'], ['mysql-kafka']],
  ['a beginning: all rows that have it', ['file'], ['file-kafka-string', 'file-kafka-json']],
  ['several names: rows in their own order, once each', ['mysql', 'start', 'st'], ['start', 'mysql-kafka']],
])('%s', (_, names, selected) => {
  expect(selectRows(rows, names).map(({ name }) => name)).toEqual(selected);
});

test('a name that no row has is named', () => {
  expect(() => selectRows(rows, ['start', 'kafka'])).toThrow(/no row kafka.*start, file-kafka-string/);
});
