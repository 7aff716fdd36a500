// Installs the workspace's packages when what the manifests ask for has changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locked } from './lock.mjs';
import { collect, environment, Failure, packageFolders, pnpm, pnpmSettings, root } from './workspace.mjs';

/** Inside node_modules, so that it goes with it. */
const stamp = join(root, 'node_modules', '.causeway-installed');

function wanted() {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(root, name));
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of [...files, ...packageFolders().map((folder) => join(folder, 'package.json'))]) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function installed() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

export async function ensureInstalled() {
  if (installed()) return;
  await locked(join(root, '.turbo', 'install.lock'), async () => {
    if (installed()) return;
    const asked = wanted();
    process.stderr.write('installing packages …\n');
    const args = ['-y', pnpm(), 'install', '--frozen-lockfile'];
    const { code, output } = await collect('npx', args, environment(pnpmSettings));
    if (code !== 0) {
      const hint = `If a package.json was changed, bring the lock file up to date: npx ${pnpm()} install`;
      throw new Failure(`${output}\nInstalling the packages failed (npx ${args.join(' ')}).\n${hint}`);
    }
    writeFileSync(stamp, asked);
  });
}
