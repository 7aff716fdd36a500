import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { type AskNames, candidatesFor } from '../../../src/client/completion/candidates.ts';
import { registerClient } from '../../../src/client/register.ts';

const program = new Command('causeway');
program.command('standalone').argument('<worker.properties>').argument('[connectors...]');
registerClient(program);

const ask: AskNames = async (what, { url }) =>
  what === 'connector' ? ['orders', 'payments', ...(url === undefined ? [] : [`at ${url}`])] : [`a ${what}`];

async function complete(line: string): Promise<string[] | 'files'> {
  const found = await candidatesFor(program, line.split(' ').slice(1), ask);
  return found === 'files' ? found : found.map(({ word }) => word);
}

describe('the completion of a line', () => {
  test.each<[line: string, words: string[] | 'files']>([
    ['causeway re', ['resume', 'restart']],
    ['causeway offsets ', ['get', 'set', 'reset', 'help']],
    ['causeway logs level --s', ['--scope']],
    ['causeway restart --o', ['--only-failed']],
    ['causeway pause ', ['orders', 'payments']],
    ['causeway pause --json o', ['orders']],
    ['causeway pause --url http://b:1 ', ['orders', 'payments', 'at http://b:1']],
    ['causeway pause --url=http://b:1 a', ['at http://b:1']],
    ['causeway pause orders ', []],
    ['causeway offsets get p', ['payments']],
    ['causeway restart --task ', []],
    ['causeway restart --task 3 o', ['orders']],
    ['causeway apply -f ', 'files'],
    ['causeway apply -f a.json ', 'files'],
    ['causeway apply --file - --dr', ['--dry-run']],
    ['causeway apply --url ', []],
    ['causeway create -f a.json --initial-state P', ['PAUSED']],
    ['causeway logs level ', ['a logger']],
    ['causeway logs level root D', ['DEBUG']],
    ['causeway logs level root INFO --scope c', ['cluster']],
    ['causeway plugins ', ['a plugin']],
    ['causeway plugins --worker ', 'files'],
    ['causeway standalone ', 'files'],
    ['causeway standalone w.properties c', 'files'],
    ['causeway completion ', ['bash', 'zsh', 'fish']],
    ['causeway nonsense x', []],
  ])('%s', async (line, words) => {
    expect(await complete(line)).toEqual(words);
  });

  test('offers every command but the one that shells ask', async () => {
    const all = program.commands.map((one) => one.name()).filter((name) => name !== 'complete');
    expect(await complete('causeway ')).toEqual([...all, 'help']);
  });

  test('offers every option', async () => {
    expect(await complete('causeway list -')).toEqual(['--url', '--user', '--timeout', '--json', '--expand', '--help']);
  });

  test('tells what a word does', async () => {
    const [first] = (await candidatesFor(program, ['heal'], ask)) as readonly { about: string }[];
    expect(first?.about).toMatch(/^say whether the worker is healthy/);
  });
});
