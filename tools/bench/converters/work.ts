/** A process that does one job (its argument, as JSON) with the packages as they are built, and prints its result. */
import { createHash, type Hash } from 'node:crypto';
import { type Bytes, type Converter, type Plugin as AnyPlugin, SinkRecord, type Transformation } from '@causeway/api';
import { importPlugins } from './packages.ts';
import { ownCpuSeconds, peakResidentMiB } from '../measure/process.ts';
import type { ChainJob, ConverterJob, Job, JobResult, Plugin } from './jobs.ts';
import { recordCount, valuesOf } from './orders.ts';

const jsonConverter: Plugin = {
  class: 'org.apache.kafka.connect.json.JsonConverter',
  config: { 'schemas.enable': 'true' },
};

/** What one call does; its result is kept, so that no call can be left out. */
type Work = (record: number) => unknown;
let last: unknown;

function run(work: Work, ms: number): number {
  const end = performance.now() + ms;
  let records = 0;
  while (performance.now() < end) {
    for (let i = 0; i < recordCount; i++) last = work(i);
    records += recordCount;
  }
  return records;
}

function made<K extends 'converter' | 'transformation'>(plugins: readonly AnyPlugin[], kind: K, of: Plugin) {
  const plugin = plugins.find((p) => p.kind === kind && p.class === of.class);
  if (plugin === undefined) throw new Error(`No package has the ${kind} ${of.class}`);
  return plugin as Extract<AnyPlugin, { kind: K }>;
}

/** To bytes of their own; a promise only the first time, when a registry is asked. */
async function bytesOf(written: Bytes | Promise<Bytes>): Promise<Buffer> {
  const bytes = await written;
  return typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes!);
}

async function converterWork(job: ConverterJob, plugins: readonly AnyPlugin[], digest: Hash): Promise<Work> {
  const converter: Converter = made(plugins, 'converter', job).create();
  converter.configure(job.config, false);
  const { topic } = job;
  const { schema, all } = valuesOf(job.values);
  const written: Buffer[] = [];
  for (const value of all) {
    const bytes = await bytesOf(converter.fromConnectData(topic, schema, value, null));
    written.push(bytes);
    digest.update(bytes.subarray(job.headerBytes));
  }
  if (job.kind === 'to') {
    await converter.toConnectData(topic, written[0]!, null);
    return (i) => converter.toConnectData(topic, written[i]!, null);
  }
  // What a converter leaves as a text becomes bytes in the record batch: that is part of the work.
  const target = Buffer.allocUnsafe(1 << 16);
  return (i) => {
    const bytes = converter.fromConnectData(topic, schema, all[i], null);
    return typeof bytes === 'string' ? target.write(bytes) : bytes;
  };
}

async function chainWork({ steps, topic }: ChainJob, plugins: readonly AnyPlugin[], digest: Hash): Promise<Work> {
  const transformations: Transformation[] = steps.map((step) => {
    const transformation = made(plugins, 'transformation', step).create();
    transformation.configure(step.config);
    return transformation;
  });
  const apply = (record: SinkRecord): SinkRecord => {
    for (const transformation of transformations) record = transformation.apply(record)!;
    return record;
  };
  const json = made(plugins, 'converter', jsonConverter).create();
  json.configure(jsonConverter.config, false);
  const { schema, all } = valuesOf('order');
  const records = all.map(
    (value, i) => new SinkRecord({ topic, kafkaPartition: 0, kafkaOffset: i, valueSchema: schema, value }),
  );
  for (const record of records) {
    const { valueSchema, value } = apply(record);
    digest.update(await bytesOf(json.fromConnectData(topic, valueSchema, value, null)));
  }
  return (i) => apply(records[i]!);
}

async function main(job: Job): Promise<JobResult> {
  const needed = job.kind === 'chain' ? [jsonConverter, ...job.steps] : [job];
  const plugins = await importPlugins(needed.map((plugin) => plugin.class));
  const digest = createHash('sha256');
  const work = await (job.kind === 'chain' ? chainWork(job, plugins, digest) : converterWork(job, plugins, digest));
  run(work, job.warmUpMs);
  const cpu = ownCpuSeconds();
  const begin = performance.now();
  const records = run(work, job.measureMs);
  const seconds = (performance.now() - begin) / 1000;
  if (last instanceof Promise) throw new Error('The converter answers with a promise for a schema that it knows');
  const cpuSeconds = ownCpuSeconds() - cpu;
  return { records, seconds, cpuSeconds, peakRssMiB: peakResidentMiB(process.pid) ?? 0, digest: digest.digest('hex') };
}

process.stdout.write(`${JSON.stringify(await main(JSON.parse(process.argv[2]!) as Job))}\n`);
process.exit(0);
