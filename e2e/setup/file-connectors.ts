/** The file connectors, and files for them. */
import { readFile, stat } from 'node:fs/promises';
import type { Settings } from './worker.ts';

export const fileSource = (name: string, file: string, topic: string, more: Settings = {}): Settings => ({
  name,
  'connector.class': 'FileStreamSource',
  file,
  topic,
  ...more,
});

export const fileSink = (name: string, file: string, topics: string, more: Settings = {}): Settings => ({
  name,
  'connector.class': 'FileStreamSink',
  file,
  topics,
  ...more,
});

/** Different lines, some with characters of two to four bytes, of different lengths. */
export const numberedLines = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `line ${from + i} ${peculiar[i % peculiar.length]}${'x'.repeat(i % 61)}`);

const peculiar = ['', 'ä', '€', '😀', 'e\u0301'];

export const asText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** The lines of a file; the last one only if it is whole. None if there is no file. */
export async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}

export const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => ({ size: 0 }))).size;

/** The value that the worker's offset file holds behind this key; null if it has none. Java: a serialized HashMap of byte arrays */
export async function storedOffset(offsetFile: string, key: unknown): Promise<Record<string, unknown> | null> {
  const bytes = await readFile(offsetFile).catch(() => Buffer.alloc(0));
  const keyBytes = Buffer.from(JSON.stringify(key));
  const at = bytes.indexOf(keyBytes);
  if (at < 0) return null;
  const lengthAt = at + keyBytes.length + arrayHeader.length;
  const value = bytes.subarray(lengthAt + 4, lengthAt + 4 + bytes.readInt32BE(lengthAt));
  return JSON.parse(value.toString()) as Record<string, unknown>;
}

/** What stands before the length of every array but the first. */
const arrayHeader = Buffer.from('7571007e0002', 'hex');
