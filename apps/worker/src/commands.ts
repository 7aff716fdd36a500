import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { registerClient } from './client/register.ts';
import { USAGE } from './exit-codes.ts';

/** Parses the arguments of `causeway` and runs what they ask for. What a command needs is loaded when it runs. */
export async function runCauseway(args: readonly string[]): Promise<void> {
  const program = new Command('causeway')
    .description('Kafka Connect for Node.js')
    .version(runtimeVersion())
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));
  program
    .command('standalone')
    .description('run a worker that stands alone')
    .argument('<worker.properties>', 'settings of the worker')
    .argument('[connectors...]', 'connectors to create: .properties or .json files')
    .action(async (worker: string, connectors: string[]) =>
      (await import('./standalone.ts')).runStandalone([worker, ...connectors]),
    );
  program
    .command('distributed')
    .description('run a worker of a cluster')
    .argument('<worker.properties>', 'settings of the worker')
    .argument('[ignored...]')
    .action(async (worker: string) => (await import('./distributed.ts')).runDistributed([worker]));
  registerClient(program);
  await program.parseAsync(args, { from: 'user' });
}

/** The version of the worker, read without loading it. */
function runtimeVersion(): string {
  const file = new URL(import.meta.resolve('@causeway/runtime/package.json'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
