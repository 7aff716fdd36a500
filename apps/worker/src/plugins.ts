import { createLogger, discoverPlugins, importPlugins, type PluginDescription } from '@causeway/runtime';
import { readWorkerFile } from './files.ts';

/** Prints what a plugin path holds: kind, version and class of each plugin. */
export async function listPlugins(
  folders: readonly string[],
  { worker, json }: { worker?: string; json?: boolean },
): Promise<void> {
  const path =
    worker === undefined ? process.env['CAUSEWAY_DEFAULT_PLUGIN_PATH'] : readWorkerFile(worker)['plugin.path'];
  const paths = folders.length > 0 ? folders : (path ?? '').split(',').map((p) => p.trim());
  const describe = async (entry: string): Promise<Pick<PluginDescription, 'kind' | 'class'>[]> =>
    (await importPlugins(entry)).map(({ kind, class: name }) => ({ kind, class: name }));
  const { all } = await discoverPlugins(paths, createLogger('warn', 'text'), describe);
  const sorted = all.toSorted((a, b) => `${a.kind} ${a.class}`.localeCompare(`${b.kind} ${b.class}`));
  if (json === true) {
    console.log(
      JSON.stringify(
        sorted.map(({ kind, class: name, version }) => ({ class: name, type: kind, version })),
        null,
        2,
      ),
    );
    return;
  }
  const width = Math.max(4, ...sorted.map((p) => p.kind.length));
  for (const { kind, class: name, version } of sorted)
    console.log(`${kind.padEnd(width)}  ${version.padEnd(10)}  ${name}`);
}
