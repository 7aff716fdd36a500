/** Packs workspace packages as they would be published: pnpm puts real versions for workspace: and catalog:. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.ts';
import { pnpm, pnpmEnvironment, workspacePackages, type WorkspacePackage } from '../process/workspace.ts';

/**
 * Packs the named packages (all that are published unless named) into `outDir` and returns the tarball of each. The
 * packages must be built.
 */
export async function packWorkspace(outDir: string, names?: readonly string[]): Promise<Map<string, string>> {
  const packages = chosen(workspacePackages(), names);
  await mkdir(outDir, { recursive: true });
  const filters = packages.map(({ name }) => `--filter=${name}`);
  const args = ['-y', pnpm(), ...filters, '-r', 'pack', '--pack-destination', outDir];
  const { code, output } = await run('npx', args, { env: pnpmEnvironment() });
  if (code !== 0) throw new Error(`packing ${packages.map(({ name }) => name).join(', ')} failed:\n${output}`);
  return new Map(packages.map((one) => [one.name, join(outDir, tarballName(one))]));
}

function chosen(packages: readonly WorkspacePackage[], names: readonly string[] | undefined): WorkspacePackage[] {
  if (names === undefined) return packages.filter((one) => !one.private);
  return names.map((name) => {
    const found = packages.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no workspace package is called ${name}`);
    return found;
  });
}

/** npm's rule: @scope/name at 1.2.3 becomes scope-name-1.2.3.tgz. */
export function tarballName({ name, version }: Pick<WorkspacePackage, 'name' | 'version'>): string {
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
}
