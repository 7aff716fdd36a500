// Builds the packages when a source has changed. Turbo knows better than this what is due, but takes a second to say so.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locked } from './lock.mjs';
import { collect, environment, Failure, packageFolders, pnpm, pnpmSettings, root } from './workspace.mjs';

const stamp = join(root, 'node_modules', '.causeway-built');
const turbo = 'turbo run build --output-logs=errors-only --log-order=grouped --ui=stream --env-mode=loose';

/** Name, size and time of every file that a build reads. */
function sources() {
  const hash = createHash('sha256');
  const add = (file) => {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  };
  add(join(root, 'tsconfig.base.json'));
  for (const folder of packageFolders()) {
    add(join(folder, 'package.json'));
    if (existsSync(join(folder, 'tsconfig.json'))) add(join(folder, 'tsconfig.json'));
    if (existsSync(join(folder, 'src'))) filesBelow(join(folder, 'src')).forEach(add);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function built() {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources()) return false;
  return packageFolders().every((folder) => !existsSync(join(folder, 'src')) || existsSync(join(folder, 'dist')));
}

export async function ensureBuilt() {
  if (built()) return;
  await locked(join(root, '.turbo', 'build.lock'), async () => {
    if (built()) return;
    const before = sources();
    process.stderr.write('building …\n');
    // Turbo calls pnpm, which npx puts on its PATH.
    const { code, output } = await collect(
      'npx',
      ['-y', `--package=${pnpm()}`, '-c', turbo],
      environment(pnpmSettings),
    );
    if (code !== 0) throw new Failure(`${output}\nThe build failed.`);
    writeFileSync(stamp, before);
  });
}
