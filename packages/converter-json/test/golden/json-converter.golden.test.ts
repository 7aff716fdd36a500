import { type GoldenResult, difference, readCases, runCase } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '../../src/index.ts';

const files = [
  'converter-json-config',
  'converter-json-from',
  'converter-json-from-nested',
  'converter-json-roundtrip',
  'converter-json-to-envelope',
  'converter-json-to-plain',
  'converter-json-to-schema',
  'header-json',
];

const refused = (phase: 'from' | 'to'): GoldenResult => ({ error: { kind: 'DataException', phase } });
const written = (text: string): GoldenResult => ({ bytes: Buffer.from(text).toString('base64') });

/** Where our data model can't do what Java's does, and what comes of it. */
const differences: Readonly<Record<string, GoldenResult>> = {
  // A Date of JavaScript ends in the year 275760: refused, as any other date in its place would be wrong.
  'Timestamp, 9007199254740993 ms, envelope': refused('from'),
  'Timestamp, payload 9007199254740993': refused('to'),
  'Date, payload 2147483647': refused('to'),
  'Date, payload -2147483648': refused('to'),
  // JavaScript has one type of number: the integer 70000 under a schema of floating point numbers is 70000.0, where Java refuses a Long.
  'FLOAT32 schema, INT64 value': written('1.0995116E12'),
  'FLOAT64 schema, INT32 value': written('70000.0'),
  'FLOAT64 schema, INT64 value': written('1.099511627781E12'),
};

describe.each(files)('%s answers as Java', (file) => {
  const cases = readCases(new URL(`../../golden/${file}.jsonl`, import.meta.url));

  test.each(cases)('$title', async (recorded) => {
    const expected = differences[recorded.title] ?? recorded.result;
    expect(difference({ result: expected }, await runCase(recorded, { plugins }))).toBeNull();
  });
});
