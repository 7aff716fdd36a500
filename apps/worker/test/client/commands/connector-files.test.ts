import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConnectorFiles } from '../../../src/client/commands/configure/connector-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-files-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function read(...texts: string[]): Promise<object[]> {
  const files = texts.map((_, index) => join(folder, String(index)));
  for (const [index, file] of files.entries()) await writeFile(file, texts[index]!);
  return (await readConnectorFiles(files)).map((wanted) => ({ ...wanted, file: undefined }));
}

describe('files of connectors', () => {
  const config = { name: 'one', size: '1' };
  test.each<[what: string, text: string, wanted: object]>([
    ['properties', 'name=one\nsize=1\n', { name: 'one', config }],
    ['a flat object', '{"name":"one","size":1}', { name: 'one', config }],
    ['name and config', '{"name":"one","config":{"size":"1"}}', { name: 'one', config: { size: '1', name: 'one' } }],
    [
      'a state to begin with',
      '{"name":"one","config":{"size":"1"},"initial_state":"running"}',
      { name: 'one', config: { size: '1', name: 'one' }, initial_state: 'RUNNING' },
    ],
  ])('can hold %s', async (_, text, wanted) => {
    expect(await read(text)).toEqual([wanted]);
  });

  test.each<[what: string, texts: string[], says: RegExp]>([
    ['no name', ['size=1'], /missing the mandatory 'name'/],
    ['one connector twice', ['name=one', 'name=two', 'name=one'], /0 and .*2 both describe connector one/],
    ['the mask of a secret', ['name=one\npassword=[hidden]'], /the value of password holds \[hidden\]/],
    ['the mask within a value', ['name=one\nurl=mysql://me:[hidden]@h'], /the value of url holds \[hidden\]/],
  ])('can not hold %s', async (_, texts, says) => {
    await expect(read(...texts)).rejects.toThrow(says);
  });
});
