import { describe, expect, test } from 'vitest';
import { compareVersions, versionTest } from '../../src/plugins/versions.ts';

describe('versions', () => {
  test.each([
    ['1.10.0', '1.9.0', 1],
    ['1.0.0-rc1', '1.0.0', -1],
    ['1.0', '1.0.0', 0],
  ])('%s against %s', (x, y, sign) => {
    expect(Math.sign(compareVersions(x, y))).toBe(sign);
  });

  test.each<[wanted: string | null, met: string[], unmet: string[]]>([
    [null, ['0.1.0', '4.3.1'], []],
    ['latest', ['0.1.0'], []],
    ['1.2', ['1.2.0'], ['1.2.1', '1.1']],
    ['[1.2]', ['1.2.0'], ['1.2.1']],
    ['[1.0,)', ['1.0.0', '9.0.0'], ['0.9.9']],
    ['(1.0,2.0]', ['1.0.1', '2.0.0'], ['1.0.0', '2.0.1']],
    ['(,1.0)', ['0.9'], ['1.0']],
    [' [1.0, 2.0) , [3.0,) ', ['1.5', '3.0'], ['2.0', '2.9']],
  ])('%s asks for some', (wanted, met, unmet) => {
    const isWanted = versionTest(wanted);
    expect([...met, ...unmet].filter(isWanted)).toEqual(met);
  });

  test.each(['[1.0', '1.0)', '[1.0,2.0),', '[1.0,2.0)[3.0,)', '[1,2,3]'])('%s is no range', (wanted) => {
    expect(() => versionTest(wanted)).toThrow(/is no version and no range of versions/);
  });
});
