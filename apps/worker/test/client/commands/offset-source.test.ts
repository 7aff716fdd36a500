import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OffsetSource, offsetsFrom } from '../../../src/client/commands/operate/offset-source.ts';
import { UsageError } from '../../../src/client/errors.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-offsets-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function fileOf(text: string): Promise<string> {
  const file = join(folder, 'offsets.json');
  await writeFile(file, text);
  return file;
}

const one = '{"partition":{"filename":"a"},"offset":{"position":9007199254740993}}';

describe('offsets to be set', () => {
  test.each([
    ['an answer of offsets get', `{"offsets":[${one}]}`, `[${one}]`],
    ['a list', `[${one}]`, `[${one}]`],
    ['no offset', '{"offsets":[]}', '[]'],
    [
      'a partition to be forgotten',
      '[{"partition":{"p":1.0},"offset":null}]',
      '[{"partition":{"p":1.0},"offset":null}]',
    ],
  ])('come from a file with %s, digit by digit', async (_, text, offsets) => {
    expect(JSON.stringify(await offsetsFrom({ file: await fileOf(text) }))).toBe(offsets);
  });

  test.each([
    ['no JSON', 'offset=1', /holds no offsets/],
    ['another object', '{"offset":{}}', /holds no offsets/],
    ['an offset without a partition', '[{"offset":{}}]', /offset number 1 has no partition and offset/],
    ['a partition without an offset', `[${one},{"partition":{}}]`, /offset number 2 has no partition/],
    ['an offset that is a number', '[{"partition":{},"offset":3}]', /offset number 1 has no partition and offset/],
  ])('do not come from a file with %s', async (_, text, says) => {
    const file = await fileOf(text);
    await expect(offsetsFrom({ file })).rejects.toThrow(says);
  });

  test('do not come from a file that is not there', async () => {
    await expect(offsetsFrom({ file: join(folder, 'none') })).rejects.toThrow(/Cannot read offset file .*none/);
  });

  test.each([
    ['{"kafka_topic":"t"}', '{"kafka_offset":3}'],
    ['{"p":1.0}', 'null'],
  ])('come from --partition %s --offset %s', async (partition, offset) => {
    expect(JSON.stringify(await offsetsFrom({ partition, offset }))).toBe(
      `[{"partition":${partition},"offset":${offset}}]`,
    );
  });

  test.each<[what: string, source: OffsetSource, says: RegExp]>([
    ['nothing', {}, /takes either --file or both/],
    ['a partition alone', { partition: '{}' }, /takes either --file or both/],
    ['an offset alone', { offset: '{}' }, /takes either --file or both/],
    ['a file and a partition', { file: 'f', partition: '{}', offset: '{}' }, /takes either --file or both/],
    ['a partition that is null', { partition: 'null', offset: '{}' }, /--partition null: it is no JSON object/],
    ['an offset that is a number', { partition: '{}', offset: '3' }, /--offset 3: it is no JSON object/],
    ['an offset that is no JSON', { partition: '{}', offset: '{x' }, /--offset \{x: it is no JSON object/],
  ])('do not come from %s', async (_, source, says) => {
    const thrown: unknown = await offsetsFrom(source).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(UsageError);
    expect((thrown as UsageError).message).toMatch(says);
  });
});
