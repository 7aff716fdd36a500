import { describe, expect, test } from 'vitest';
import { type LevelName, LogLevels } from '../../src/observability/log-levels.ts';

const loggers = ['com.example.Source', 'com.example.Sink', 'org.apache.kafka.connect'];

function levelsWith(...changes: readonly (readonly [string, LevelName])[]): { levels: LogLevels; listed: string[] } {
  const levels = new LogLevels();
  loggers.forEach((name) => levels.know(name));
  let listed: string[] = [];
  for (const [name, level] of changes) listed = levels.set(name, level);
  return { levels, listed };
}

describe('levels of loggers', () => {
  test.each<[what: string, changes: [string, LevelName][], listed: string[]]>([
    ['a logger is set alone', [['com.example.Sink', 'DEBUG']], ['com.example.Sink']],
    [
      'a package sets the loggers below it',
      [['com.example', 'DEBUG']],
      ['com.example', ...loggers.slice(0, 2).reverse()],
    ],
    [
      'also those whose names only begin with the same letters',
      [['com.exam', 'DEBUG']],
      ['com.exam', ...loggers.slice(0, 2).reverse()],
    ],
    ['the root sets all', [['root', 'WARN']], ['com.example.Sink', 'com.example.Source', loggers[2]!, 'root']],
    ['what has the level already is not listed', [['com.example', 'INFO']], []],
    [
      'what has it of its own is not listed either',
      [
        ['com.example.Sink', 'DEBUG'],
        ['com.example', 'DEBUG'],
      ],
      ['com.example', 'com.example.Source'],
    ],
    ['a name that nobody logs under is kept', [['com.other', 'ERROR']], ['com.other']],
  ])('%s', (_, changes, listed) => {
    expect(levelsWith(...changes).listed).toEqual(listed);
  });

  test.each<[what: string, changes: [string, LevelName][], logger: string, enabled: LevelName[]]>([
    ['nothing was set', [], 'com.example.Sink', ['INFO', 'WARN', 'ERROR']],
    ['its package was set', [['com.example', 'DEBUG']], 'com.example.Sink', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['its package was set before it was there', [['com.new', 'ERROR']], 'com.new.Sink', ['ERROR']],
    [
      'a name that is only the beginning of its own was set before it was there',
      [['com.n', 'ERROR']],
      'com.new.Sink',
      ['INFO', 'WARN', 'ERROR'],
    ],
    ['it is off', [['com.example.Sink', 'OFF']], 'com.example.Sink', []],
    ['the root was set to errors', [['root', 'ERROR']], 'com.new', ['ERROR']],
  ])('say what is written where %s', (_, changes, logger, enabled) => {
    const { levels } = levelsWith(...changes);
    const all = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
    expect(all.filter((level) => levels.isEnabled(logger, level))).toEqual(enabled);
  });

  test('show what was set and when, and nothing of what is off or unknown', () => {
    const { levels } = levelsWith(['com.example.Sink', 'OFF'], ['com.example.Source', 'WARN']);
    expect(levels.all()).toEqual({
      'com.example.Source': { level: 'WARN', last_modified: expect.any(Number) as number },
      'org.apache.kafka.connect': { level: 'INFO', last_modified: null },
      root: { level: 'INFO', last_modified: null },
    });
    expect(levels.get('com.unknown')).toBeNull();
  });

  test('mean the same in another thread', () => {
    const { levels } = levelsWith(['com.example', 'DEBUG'], ['root', 'ERROR']);
    const other = new LogLevels();
    other.replace(levels.settings());
    for (const name of [...loggers, 'com.example.New'])
      expect([name, other.isEnabled(name, 'DEBUG')]).toEqual([name, levels.isEnabled(name, 'DEBUG')]);
  });
});
