// Runs a command on the workspace's Node and stands between it and whoever started this process.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { environment, Failure, root } from './workspace.mjs';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];
/** npm passes a signal on that the terminal or a process group got as well: that is one signal, not two. */
const sameSignalMs = 1000;
const parentCheckMs = 1000;

/** Resolves to the exit code of the command: its own, or 128 + the number of the signal that ended it. */
export function runCommand(command, args) {
  const causeway = command === 'causeway';
  const entry = causeway
    ? join(root, 'apps', 'worker', 'dist', 'causeway.js')
    : join(root, 'tools', command, 'main.ts');
  const extra = causeway ? { CAUSEWAY_DEFAULT_PLUGIN_PATH: join(root, 'packages') } : {};
  // tools read the packages' sources; the worker runs what was built
  const conditions = causeway ? [] : ['--conditions=@causeway/source'];
  const child = spawn(node(), [...conditions, entry, ...args], {
    cwd: folder(command),
    env: environment(extra),
    stdio: 'inherit',
  });
  const stopRelay = relay(child);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Failure(`could not start ${entry}: ${error.message}`, 127)));
    child.on('exit', (code, signal) => {
      stopRelay();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** The Node that the workspace brings along, else the running one where that runs TypeScript as it is. */
function node() {
  const own = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(own)) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  throw new Failure(
    `The packages bring no Node for ${process.platform} ${process.arch}, and the running one is ${process.version}: install Node 24.`,
  );
}

/** These commands take names of files. */
const takeFiles = new Set(['causeway', 'golden']);

/** File names on a command line are meant from where the user typed them, and npm changes to the root. */
function folder(command) {
  const typedIn = process.env.INIT_CWD;
  const byNpm = takeFiles.has(command) && process.env.npm_lifecycle_event === command && process.cwd() === root;
  return byNpm && typedIn !== undefined && existsSync(typedIn) ? typedIn : process.cwd();
}

/** Passes signals on, and the loss of an npm that was killed without a chance to do so. */
function relay(child) {
  const last = new Map();
  const pass = (signal) => {
    // A terminal's Ctrl-C reaches the child by itself.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    const now = performance.now();
    if (now - (last.get(signal) ?? -Infinity) < sameSignalMs) return;
    last.set(signal, now);
    child.kill(signal);
  };
  signals.forEach((signal) => process.on(signal, pass));
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) pass('SIGTERM');
  }, parentCheckMs);
  return () => {
    clearInterval(watch);
    signals.forEach((signal) => process.off(signal, pass));
  };
}
