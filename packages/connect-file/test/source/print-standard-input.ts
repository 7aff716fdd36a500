import { writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import type { SourceTaskContext } from '@causeway/api';
import { FileStreamSourceTask } from '../../src/source/task.ts';

async function printTwoLines(): Promise<never> {
  const task = new FileStreamSourceTask();
  await task.start({ topic: 'lines' }, { signal: new AbortController().signal } as SourceTaskContext);
  for (let count = 0; count < 2;) {
    for (const { value } of (await task.poll()) ?? []) {
      writeSync(1, `${String(value)}\n`);
      count++;
    }
  }
  process.exit();
}

if (isMainThread) new Worker(new URL(import.meta.url)).on('exit', () => process.exit());
else await printTwoLines();
