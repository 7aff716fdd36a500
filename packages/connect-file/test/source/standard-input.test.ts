import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../contexts.ts';

/** Reads lines of standard input in a worker thread, where tasks run, and prints them. */
const program = fileURLToPath(new URL('./print-standard-input.ts', import.meta.url));

test.each(['pipe', 'file'])('a task in a worker thread reads the standard input of the process: a %s', async (kind) => {
  const file = join(folder(), 'in.txt');
  writeFileSync(file, 'one\ntwo\n');
  const stdin = kind === 'pipe' ? ('pipe' as const) : openSync(file, 'r');
  const child = spawn(process.execPath, ['--conditions=@causeway/source', program], {
    stdio: [stdin, 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  child.stdin?.write('one\ntwo\n');
  let output = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  expect(output).toBe('one\ntwo\n');
});
