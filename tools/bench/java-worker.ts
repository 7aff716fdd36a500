/** Apache's Connect worker as a process to measure: tools/services gets its jars and starts it in the foreground. */
import { readlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from '../process/workspace.ts';
import { type WorkerOptions, WorkerProcess } from '../worker/worker-process.ts';

const script = join(root, 'tools/services/native/java-connect.sh');
const firstStartMs = 15 * 60_000;

/** The folder from which it takes connectors: the script puts the file connectors there. */
export function javaPluginPath(): string {
  const services = process.env['CAUSEWAY_SERVICES_HOME'] ?? join(homedir(), '.cache/causeway/services');
  return join(services, 'java-connect/plugins');
}

export interface JavaWorker {
  readonly worker: WorkerProcess;
  /** When the JVM began, by `performance.now()`: what the script does before that is not the worker's. */
  readonly startedAtMs: number;
}

/** Resolves when the process has become a JVM; the first time on a machine that takes as long as its jars take to come. */
export async function startJavaWorker(options: Omit<WorkerOptions, 'command'>): Promise<JavaWorker> {
  const worker = await WorkerProcess.start({ ...options, command: ['bash', script, 'standalone'] });
  try {
    await worker.until('Java runs', async () => isJava(worker.pid), firstStartMs, 2);
  } catch (error) {
    await worker.stop();
    throw error;
  }
  return { worker, startedAtMs: performance.now() };
}

function isJava(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`).endsWith('/java');
  } catch {
    return false;
  }
}
