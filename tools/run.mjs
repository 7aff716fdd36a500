#!/usr/bin/env node
// The one entry of every root script: node tools/run.mjs COMMAND ARGS…
// It needs nothing but Node 20 and npm. It installs the workspace and builds it where that is due, then hands over to
// the command, which runs on the Node that the workspace brings along.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './run/build.mjs';
import { runCommand } from './run/child.mjs';
import { ensureInstalled } from './run/install.mjs';
import { Failure, root } from './run/workspace.mjs';

/** Commands that use `dist`; `npm test` builds as one of its own stages. */
const needBuild = new Set(['build', 'setup', 'causeway', 'demo', 'bench']);
/** Commands that end here: there is nothing to run after the build. */
const buildOnly = new Set(['build', 'setup']);

function commands() {
  const folders = readdirSync(join(root, 'tools')).filter((name) => existsSync(join(root, 'tools', name, 'main.ts')));
  return [...folders, ...buildOnly, 'causeway'].sort();
}

async function main([command, ...args]) {
  if (command === undefined || !commands().includes(command)) {
    const problem = command === undefined ? 'no command given' : `no command '${command}'`;
    throw new Failure(`${problem}; there are: ${commands().join(', ')}`, 2);
  }
  await ensureInstalled();
  if (needBuild.has(command)) await ensureBuilt();
  if (buildOnly.has(command)) return 0;
  return runCommand(command, args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
