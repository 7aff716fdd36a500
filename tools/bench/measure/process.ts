/** CPU time and memory of a process, from outside. Linux tells them in /proc; elsewhere they are null. */
import { readFileSync } from 'node:fs';

/** Linux counts CPU time for programs in hundredths of a second on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** User and system time of the process and all its threads so far. */
export function cpuSecondsOf(pid: number): number | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : parseCpuSeconds(text);
}

/** The name of the program may hold blanks and brackets, so fields are counted from its end. */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export const residentMiB = (pid: number): number | null => memoryMiB(pid, 'VmRSS');

export const peakResidentMiB = (pid: number): number | null => memoryMiB(pid, 'VmHWM');

function memoryMiB(pid: number, field: string): number | null {
  const text = read(`/proc/${pid}/status`);
  return text === null ? null : parseMemoryMiB(text, field);
}

export function parseMemoryMiB(status: string, field: string): number | null {
  const kib = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
}

/** User and system time of this process. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
