import { statSync } from 'node:fs';
import type { Command } from 'commander';
import type { ConfigKeyInfo } from '../../api/answers.ts';
import { apiCommand, argumentNames } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import type { Output } from '../../output/output.ts';
import { indented, oneLine, wrapped } from '../../output/text.ts';
import { runCommand, type Session } from '../../session.ts';
import type { ApiOptions } from '../../settings.ts';

interface PluginOptions extends ApiOptions {
  readonly worker?: string;
  readonly all?: true;
}

/** Two questions by one name: what a plugin path holds, and what the worker behind a REST API has. */
export const pluginsCommand = (): Command =>
  apiCommand('plugins', 'list the plugins of a plugin path, or, with --url or CAUSEWAY_URL, those of a worker')
    .argument(
      `[${argumentNames.plugin}...]`,
      'folders of the plugin path; or one class of the worker, to show its settings',
    )
    .option('-w, --worker <worker.properties>', 'list the plugins of the plugin.path in this file')
    .option('--all', 'of a worker: converters, transformations and predicates too')
    .action(async (given: string[], options: PluginOptions, command: Command) => {
      if (asksApi(given, command)) {
        process.exitCode = await runCommand(options, (session) => workerPlugins(session, given, options.all === true));
        return;
      }
      const { listPlugins } = await import('../../../plugins.ts');
      await listPlugins(given, {
        ...(options.worker === undefined ? {} : { worker: options.worker }),
        ...(options.json === undefined ? {} : { json: options.json }),
      });
    });

/** --url asks a worker; the variable does so unless a worker file or a folder is given. */
function asksApi(given: readonly string[], command: Command): boolean {
  const source = command.getOptionValueSource('url');
  if (source === 'cli') return true;
  return source === 'env' && command.getOptionValue('worker') === undefined && !given.some(isFolder);
}

const isFolder = (path: string): boolean =>
  /[/\\]/.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

async function workerPlugins(session: Session, given: readonly string[], all: boolean): Promise<undefined> {
  const [className, ...others] = given;
  if (others.length > 0) throw new UsageError(`plugins takes one class, not ${given.length}: ${given.join(' ')}`);
  await (className === undefined ? list(session, all) : describe(session, className));
}

async function list({ api, out }: Session, all: boolean): Promise<void> {
  const plugins = await api.plugins({ all });
  if (out.isJson) out.json(plugins);
  else
    out.table(
      ['TYPE', 'VERSION', 'CLASS'],
      plugins.map((plugin) => [plugin.type, plugin.version ?? '', plugin.class]),
    );
}

async function describe({ api, out }: Session, className: string): Promise<void> {
  const keys = await api.pluginConfig(className);
  if (out.isJson) out.json(keys);
  else for (const key of keys) printKey(out, key);
}

function printKey(out: Output, key: ConfigKeyInfo): void {
  const fallback = key.required ? out.paint('yellow', 'required') : `default ${oneLine(key.default_value ?? 'null')}`;
  out.line(`${out.paint('bold', oneLine(key.name))}  ${key.type}, ${key.importance}, ${fallback}`);
  if (key.documentation) out.line(indented(wrapped(oneLine(key.documentation), out.columns - 4), '    '));
}
