import { version } from '@causeway/runtime';
import { Command } from 'commander';
import { USAGE } from './exit-codes.ts';
import { listPlugins } from './plugins.ts';
import { runStandalone } from './standalone.ts';

/** Parses the arguments of `causeway` and runs what they ask for. */
export async function runCauseway(args: readonly string[]): Promise<void> {
  const program = new Command('causeway')
    .description('Kafka Connect for Node.js')
    .version(version)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));
  program
    .command('standalone')
    .description('run a worker that stands alone')
    .argument('<worker.properties>', 'settings of the worker')
    .argument('[connectors...]', 'connectors to create: .properties or .json files')
    .action((worker: string, connectors: string[]) => runStandalone([worker, ...connectors]));
  program
    .command('plugins')
    .description('list the plugins of a plugin path')
    .argument('[folders...]', 'folders of the plugin path; those of the worker file, or the default, if none is given')
    .option('-w, --worker <worker.properties>', 'take plugin.path from this file')
    .option('--json', 'print JSON')
    .action((folders: string[], options: { worker?: string; json?: boolean }) => listPlugins(folders, options));
  await program.parseAsync(args, { from: 'user' });
}
