import { DataError, Decimal, DecimalType, Schema, SchemaBuilder, Struct, quoteJson } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonConverter } from '../../src/json-converter.ts';
import { JsonOutput } from '../../src/write/json-output.ts';

/** What `write` leaves, at the beginning of the memory and in the middle of a message. */
function written(write: (out: JsonOutput) => void): string {
  const out = new JsonOutput();
  out.begin();
  write(out);
  const alone = String(out.finish());
  out.begin();
  out.ascii('before');
  write(out);
  expect(String(out.finish())).toBe(`before${alone}`);
  return alone;
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)), maxLength: 200 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
);

describe('JSON as bytes', () => {
  test('a string is what quoting and encoding it gives, whatever its characters', () => {
    fc.assert(
      fc.property(anyText, (text) => written((out) => out.string(text)) === Buffer.from(quoteJson(text)).toString()),
    );
  });

  test.each([0, 1, 47, 48, 49, 4096, 4097, 65_534, 65_536, 1_000_000])(
    'a string of %d characters comes whole',
    (length) => {
      for (const text of [
        'x'.repeat(length),
        'é'.repeat(length),
        `${'x'.repeat(length)}"`,
        `${'x'.repeat(length)}😀`,
      ]) {
        expect(written((out) => out.string(text)) === Buffer.from(quoteJson(text)).toString()).toBe(true);
      }
    },
  );

  test('every safe integer is written with its digits', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => written((out) => out.integer(n)) === `${n}`));
  });

  test.each([0, -0, 9, 10, -1, 99_999, 100_000, 999_999_999, 1e9, -1e9, 1_000_000_001, 1_704_067_200_000, 2 ** 53 - 1])(
    'the integer %d is written with its digits',
    (n) => {
      expect(written((out) => out.integer(n))).toBe(`${n}`);
    },
  );

  test('bytes of any number are written in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const expected = `"${Buffer.from(bytes).toString('base64')}"`;
        return written((out) => out.base64(bytes, bytes.length)) === expected;
      }),
    );
  });

  test('what was written from a position on can be taken back', () => {
    const out = new JsonOutput();
    out.begin();
    out.ascii('kept');
    const from = out.position;
    out.text('é');
    expect(out.takeFrom(from)).toBe('é');
    expect(String(out.finish())).toBe('kept');
  });

  test('messages stay as they are while others are written, and after one that was given up', () => {
    const out = new JsonOutput();
    const messages = Array.from({ length: 5000 }, (_, i) => {
      out.begin();
      out.text(`given up ${i}`);
      out.begin();
      out.integer(i);
      out.string('x'.repeat(i % 100));
      return out.finish();
    });
    messages.forEach((message, i) => expect(String(message)).toBe(`${i}"${'x'.repeat(i % 100)}"`));
  });

  test.each([
    ['is used again once its messages are released', 5, true],
    ['of a huge message is not kept', 2_000_000, false],
  ])('memory %s', (_, length, isReused) => {
    const out = new JsonOutput();
    const write = (text: string): Buffer => {
      out.begin();
      out.text(text);
      return out.finish();
    };
    const first = write('x'.repeat(length));
    out.release();
    const second = write('other');
    expect([String(second), second.buffer === first.buffer]).toEqual(['other', isReused]);
    expect(String(first) === (isReused ? 'other' : 'x'.repeat(length))).toBe(true);
  });
});

describe('a converter that writes bytes', () => {
  const schema = SchemaBuilder.struct()
    .field('id', Schema.INT64_SCHEMA)
    .field('price', DecimalType.schema(2))
    .field('name', Schema.OPTIONAL_STRING_SCHEMA)
    .build();
  const converter = new JsonConverter();
  converter.configure({ 'schemas.enable': 'false' }, false);
  const write = (...values: unknown[]) => converter.fromConnectData('t', schema, Struct.of(schema, values));

  test('keeps earlier messages, and writes right behind one that failed', () => {
    const first = write(1, new Decimal(-5n, 2), 'a');
    expect(() => write(2, new Decimal(1n, 2), 3)).toThrow(DataError);
    const second = write(3, new Decimal(0n, 2), null);
    expect([String(first), String(second)]).toEqual([
      '{"id":1,"price":"+w==","name":"a"}',
      '{"id":3,"price":"AA==","name":null}',
    ]);
  });

  test('writes every decimal as the bytes of its unscaled number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (unscaled) => {
        const decimal = new Decimal(unscaled, 2);
        const expected = `{"id":1,"price":"${decimal.toBytes().toString('base64')}","name":null}`;
        return String(write(1, decimal, null)) === expected;
      }),
    );
    for (const edge of [127n, 128n, 32_767n, 32_768n, 8_388_607n, 8_388_608n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 47n]) {
      for (const unscaled of [edge, -edge, -edge - 1n]) {
        const decimal = new Decimal(unscaled, 2);
        expect(String(write(1, decimal, null))).toContain(`"${decimal.toBytes().toString('base64')}"`);
      }
    }
  });
});
