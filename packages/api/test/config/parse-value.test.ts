import { readFileSync } from 'node:fs';
import { ConfigError, type ConfigType, parseValue, Password } from '@causeway/api';
import { describe, expect, test } from 'vitest';

interface Recorded {
  readonly title: string;
  readonly type: ConfigType;
  readonly text?: string;
  readonly result: { readonly value?: { readonly v: unknown }; readonly error?: { readonly message: string } };
}

const file = readFileSync(new URL('../../golden/config-parse.jsonl', import.meta.url), 'utf8');
const recorded = file
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** Where we differ: digits of other scripts, longs past 2^53, hexadecimal doubles, blanks around texts, and classes, which only the loader knows. */
const different = new Set(['\u0661', '9223372036854775807', '-9223372036854775808', '0x1p3', 'no.such.Class']);

describe('as recorded from Kafka Connect, parseValue:', () => {
  test.each(recorded.filter((c) => c.text !== undefined && !different.has(c.text)))(
    '$title',
    ({ type, text, result }) => {
      const parse = () => parseValue('x', type, text!);
      if (result.error !== undefined) expect(parse).toThrow(ConfigError);
      else {
        const value = parse();
        const want = result.value!.v;
        expect(value instanceof Password ? value.value : value).toEqual(
          typeof value === 'number' ? Number(want) : want,
        );
      }
    },
  );
});
