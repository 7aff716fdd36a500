import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { asText, fileSink, fileSource, sizeOf } from '../setup/file-connectors.ts';
import { Bench } from '../setup/worker.ts';

const registryUrl = process.env['SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';

test.each([
  ['Avro', 'io.confluent.connect.avro.AvroConverter'],
  ['Protobuf', 'io.confluent.connect.protobuf.ProtobufConverter'],
  ['JSON Schema', 'io.confluent.connect.json.JsonSchemaConverter'],
])('lines become structs in %s with a registered schema, and lines again', async (_format, converter) => {
  await using bench = await Bench.open();
  const [from, to, topic] = [bench.path('from.txt'), bench.path('to.txt'), bench.topic('registry')];
  const lines = Array.from({ length: 5_000 }, (_, i) => `Zeile ${i} – 😀`);
  await writeFile(from, asText(lines));
  const settings = { 'value.converter': converter, 'value.converter.schema.registry.url': registryUrl };
  const hoist = {
    transforms: 'hoist',
    'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
    'transforms.hoist.field': 'line',
  };
  const extract = {
    transforms: 'extract',
    'transforms.extract.type': 'org.apache.kafka.connect.transforms.ExtractField$Value',
    'transforms.extract.field': 'line',
  };
  const worker = await bench.worker({}, [
    fileSource('source', from, topic, { ...settings, ...hoist }),
    fileSink('sink', to, topic, { ...settings, ...extract }),
  ]);
  const size = await sizeOf(from);
  await worker.until('everything has arrived', async () => (await sizeOf(to)) >= size);
  expect((await readFile(to)).equals(await readFile(from))).toBe(true);
  const subjects = (await (await fetch(`${registryUrl}/subjects`)).json()) as string[];
  expect(subjects).toContain(`${topic}-value`);
});

test('a registry that is not there fails the task with its address, and the worker goes on', async () => {
  await using bench = await Bench.open();
  const [from, topic] = [bench.path('from.txt'), bench.topic('registry')];
  await writeFile(from, asText(['{}']));
  const worker = await bench.worker({}, [
    fileSource('source', from, topic, {
      'value.converter': 'io.confluent.connect.avro.AvroConverter',
      'value.converter.schema.registry.url': 'http://127.0.0.1:1',
      'value.converter.max.retries': '0',
    }),
  ]);
  interface Status {
    readonly tasks: readonly { readonly state: string; readonly trace?: string }[];
  }
  const status = async () => (await (await fetch(`${worker.url}/connectors/source/status`)).json()) as Status;
  await worker.until('the task has failed', async () => (await status()).tasks[0]?.state === 'FAILED');
  expect((await status()).tasks[0]!.trace).toMatch(/127\.0\.0\.1:1\b/);
});
