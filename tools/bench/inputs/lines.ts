/** Lines of text: 110 bytes each, in blocks of which one is a record batch too. */
import { open } from 'node:fs/promises';
import type { ConverterName } from '../workers.ts';

export const lineBytes = 110;
export const linesPerBlock = 4_000;

const words =
  'the quick brown fox jumps over the lazy dog and runs away from the bench where nobody waits for it any more ';

/** Line `i` of a block, without its end. */
export function line(i: number): string {
  return `${String(i).padStart(12, '0')} ${words}`.padEnd(lineBytes, '.').slice(0, lineBytes);
}

const block: readonly string[] = Array.from({ length: linesPerBlock }, (_, i) => line(i));

/** The values of a block's records as the converters write them. */
export function lineValues(converter: ConverterName): Buffer[] {
  const schema = '{"type":"string","optional":false}';
  const text = (value: string): string =>
    converter === 'json' ? `{"schema":${schema},"payload":${JSON.stringify(value)}}` : value;
  return block.map((value) => Buffer.from(text(value)));
}

/** Writes a file of so many lines, a multiple of a block. @returns its path */
export async function writeLines(path: string, lines: number): Promise<string> {
  const bytes = Buffer.from(`${block.join('\n')}\n`);
  await using file = await open(path, 'w');
  for (let written = 0; written < lines; written += linesPerBlock) await file.write(bytes);
  return path;
}
