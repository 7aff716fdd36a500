// One process at a time installs or builds; the others wait for it.
import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Calls `work` while holding the lock file; waits for a living holder and takes over from a dead one. */
export async function locked(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) {
    const holder = read(file);
    if (holder !== undefined && !alive(holder)) release(file, holder);
    else await sleep(100);
  }
  try {
    return await work();
  } finally {
    release(file, process.pid);
  }
}

/** A link appears with its content or not at all, so that no one ever reads an empty lock. */
function take(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function read(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function release(file, pid) {
  if (read(file) !== pid) return;
  try {
    unlinkSync(file);
  } catch {
    // another one cleared it away
  }
}
