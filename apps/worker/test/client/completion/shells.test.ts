import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { causeway } from '../cli.ts';
import { Double } from '../double.ts';

vi.setConfig({ testTimeout: 60_000 }); // each step starts a process

const run = promisify(execFile);
const command = join(import.meta.dirname, '../../../src/causeway.ts');

/** What bash offers for a line with the cursor at its end. */
async function bashOffers(line: string, url: string): Promise<string[]> {
  const { out: script } = await causeway(['completion', 'bash']);
  const text = `
    causeway() { '${process.execPath}' --conditions=@causeway/source '${command}' "$@"; }
    ${script}
    COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDS=(causeway)
    _causeway
    printf '%s\\n' "\${COMPREPLY[@]}"
  `;
  const { stdout } = await run('bash', ['-c', text, 'bash', line], {
    cwd: import.meta.dirname,
    env: { ...process.env, CAUSEWAY_URL: url },
  });
  return stdout.split('\n').filter((word) => word !== '');
}

describe('bash', () => {
  test.concurrent.each([
    ['causeway offsets ', ['get', 'set', 'reset', 'help']],
    ['causeway show or', ['orders', String.raw`or\ ders`]],
    ['causeway show a:', ['b']],
    ['causeway list --e', ['--expand']],
    ['causeway apply -f sh', ['shells.test.ts']],
    ['causeway show orders ', []],
  ])('offers for "%s" what fits', async (line, words) => {
    await using api = await Double.that(() => ({ status: 200, body: ['orders', 'a:b', 'or ders'] }));
    expect((await bashOffers(line, api.url)).toSorted()).toEqual(words.toSorted());
  });

  test('offers nothing, and says nothing, where no API answers', async () => {
    expect(await bashOffers('causeway show ', 'http://127.0.0.1:5')).toEqual([]);
  });
});

test.each(['bash', 'zsh', 'fish'])('the script for %s asks the command that is completed', async (shell) => {
  const { code, out } = await causeway(['completion', shell]);
  expect(code).toBe(0);
  expect(out).toMatch(/\bcomplete -- /);
  expect(out).toContain(`causeway completion ${shell}`);
});
