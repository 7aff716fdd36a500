import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { javaWithLibraries } from '../../peers/peer.ts';
import { root } from '../../process/workspace.ts';
import type { Bench, Row } from '../bench.ts';
import { chain, type Job, type JobResult, type Subject, subjects } from '../converters/jobs.ts';
import type { Measurement, WorkerSide } from '../results.ts';

const folder = join(root, 'tools/bench/converters');
const directions = { from: 'to bytes', to: 'from bytes' } as const;

/** Each job in a process of its own, as one in a worker's would be disturbed by the others. */
async function runJob(side: WorkerSide, job: Job, signal: AbortSignal): Promise<JobResult> {
  const argument = JSON.stringify(job);
  const [command, args] =
    side === 'causeway'
      ? [process.execPath, [join(folder, 'work.ts'), argument]]
      : await javaWithLibraries().then(
          ({ java, classPath }) =>
            [java, ['-Xmx1g', '-cp', classPath, join(folder, 'ConverterBench.java'), argument]] as const,
        );
  try {
    const { stdout } = await promisify(execFile)(command, args, { signal });
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as JobResult;
  } catch (cause) {
    const { stderr } = cause as { readonly stderr?: string };
    const reason = stderr?.split('\n').find((line) => /error|exception/i.test(line));
    throw new Error(reason ?? String(cause), { cause });
  }
}

function measurementOf({ records, seconds, cpuSeconds, peakRssMiB }: JobResult): Measurement {
  const cpuSecondsPerMillion = cpuSeconds / (records / 1e6);
  return {
    value: records / seconds,
    load: { megabytesPerSecond: null, cpuSecondsPerMillion, peakRssMiB, records, seconds },
  };
}

interface Comparison {
  readonly bench: Bench;
  readonly job: (side: WorkerSide) => Job;
}

/** Measures a side; both have to come to the same result. */
function compare({ bench, job }: Comparison): (side: WorkerSide) => Promise<Measurement> {
  let digest: string | undefined;
  return async (side) => {
    const result = await runJob(side, job(side), bench.signal);
    digest ??= result.digest;
    if (digest !== result.digest) throw new Error('did not come to the same result as the other side');
    return measurementOf(result);
  };
}

const terms = ({ plan, unique }: Bench) => ({
  topic: unique('converters'),
  warmUpMs: plan.name === 'quick' ? 1_500 : 3_000,
  measureMs: plan.measureMs / 2,
});

function converterRow(subject: Subject, kind: keyof typeof directions): Row {
  const { name, title, values, headerBytes, needsRegistry, plugin } = subject;
  const hasJava = plugin('java', '') !== null;
  return {
    name: `converters-${name}-${kind}`,
    title: `${title}, ${directions[kind]}`,
    unit: 'records/s',
    isExtra: true,
    runs: ({ runs }) => runs,
    sides: hasJava ? ['causeway', 'java'] : ['causeway'],
    services: needsRegistry ? ['schema-registry'] : [],
    async prepare(bench) {
      const url = bench.addresses['SCHEMA_REGISTRY_URL'] ?? '';
      const job = (side: WorkerSide): Job => ({ ...plugin(side, url)!, kind, values, headerBytes, ...terms(bench) });
      const measure = compare({ bench, job });
      return (side) => measure(side as WorkerSide);
    },
  };
}

const chainRow: Row = {
  name: 'converters-chain',
  title: 'Chain of five transformations',
  unit: 'records/s',
  isExtra: true,
  runs: ({ runs }) => runs,
  sides: ['causeway', 'java'],
  services: [],
  async prepare(bench) {
    const measure = compare({ bench, job: () => ({ kind: 'chain', steps: chain, ...terms(bench) }) });
    return (side) => measure(side as WorkerSide);
  },
};

/** Converters and transformations by themselves, beside Java's. */
export const converters: readonly Row[] = [
  ...subjects.flatMap((subject) => [converterRow(subject, 'from'), converterRow(subject, 'to')]),
  chainRow,
];
