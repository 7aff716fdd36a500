import { decodeSchema, decodeValue, type GoldenSchema, type GoldenValue, readCases } from '@causeway/testkit';
import { expect, test } from 'vitest';
import { jsonOf } from '../../json-of.ts';

interface Case {
  readonly id: string;
  readonly title: string;
  readonly schema?: GoldenSchema;
  readonly value: GoldenValue;
  readonly result: { readonly bytes: string };
}

const cases = (
  readCases(new URL('../../../golden/json-converter.jsonl', import.meta.url)) as unknown as readonly Case[]
)
  // Otherwise than in Java: a lone surrogate, the digits of floats that hardly differ from 0, and a float without a schema, which is a double
  .filter((c) => !c.title.includes('surrogate "') && !c.title.includes('e-45'))
  .filter((c) => !(c.schema === undefined && c.value.t === 'FLOAT32'));

/** Numbers are compared by value, but 1.0 and 1 differ, and so do digits past 2^53. */
const tokens = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => {
    if (token.startsWith('"')) return JSON.stringify(JSON.parse(token));
    if (/^-?\d+$/.test(token)) return token;
    return `double ${Object.is(Number(token), -0) ? '-0' : Number(token)}`;
  });

test.each(cases)('writes as JsonConverter does: $title ($id)', ({ schema, value, result }) => {
  const own = decodeSchema(schema);
  const text = jsonOf(own, decodeValue(value, own), 'raw');
  expect(tokens(text)).toBe(tokens(Buffer.from(result.bytes, 'base64').toString()));
});
