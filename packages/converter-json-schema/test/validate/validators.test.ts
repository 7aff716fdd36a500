import { DataError, Decimal, DecimalType, Schema, SchemaBuilder, Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { converterOn, message, readBy } from '../converter.ts';
import { FakeRegistry } from '../fake-registry.ts';

const validated = { 'json.fail.invalid.schema': 'true' };
const drafts = {
  'draft 4': 'http://json-schema.org/draft-04/schema#',
  'draft 6': 'http://json-schema.org/draft-06/schema#',
  'draft 7': 'http://json-schema.org/draft-07/schema#',
  'draft 2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft 2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

describe.each(Object.entries(drafts))('by %s, a message', (_, $schema) => {
  const schema = {
    $schema,
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string', minLength: 2, 'connect.index': 0 } },
  };

  test('that fits is read', async () => {
    await expect(readBy(schema, { a: 'xy' }, validated)).resolves.toBeDefined();
  });

  test.each([
    ['has too short a string', { a: 'x' }, /\/a must NOT have fewer than 2 characters/],
    ['has not what is required', {}, /value must have required property 'a'/],
  ])('that %s is refused, but read without json.fail.invalid.schema', async (__, json, problem) => {
    const reading = readBy(schema, json, validated);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(problem);
    await expect(readBy(schema, json)).resolves.toBeDefined();
  });
});

test.each([
  ['draft_4', /value must be > 1/],
  // exclusiveMinimum is a number there
  ['draft_7', /can't be used to validate messages/],
])('without $schema, json.schema.spec.version=%s decides', async (version, problem) => {
  const schema = { type: 'integer', minimum: 1, exclusiveMinimum: true };
  await expect(readBy(schema, 1, { ...validated, 'json.schema.spec.version': version })).rejects.toThrow(problem);
});

test('ignore.modern.dialects takes newer drafts as draft 7', async () => {
  const schema = {
    $schema: drafts['draft 2020-12'],
    type: 'object',
    dependentRequired: { a: ['b'] },
    properties: { a: { type: 'string' } },
  };
  await expect(readBy(schema, { a: 'x' }, validated)).rejects.toThrow(/must have property b/);
  await expect(readBy(schema, { a: 'x' }, { ...validated, 'ignore.modern.dialects': 'true' })).resolves.toBeDefined();
});

describe('what is written', () => {
  test('is checked against the latest schema, if that is what it is written with', async () => {
    const registry = new FakeRegistry();
    registry.add('t-value', { type: 'string', maxLength: 2 });
    const converter = converterOn(registry, {
      ...validated,
      'auto.register.schemas': 'false',
      'use.latest.version': 'true',
    });
    await expect(converter.write(Schema.STRING_SCHEMA, 'ab')).resolves.toBeDefined();
    expect(() => converter.write(Schema.STRING_SCHEMA, 'abc')).toThrow(
      /message written does not fit its JSON schema: value must NOT have more/,
    );
  });

  test('fits the schema that was made for it, and decimals only as numbers, as in Java', async () => {
    const schema = SchemaBuilder.struct()
      .field('d', DecimalType.schema(1))
      .field('o', Schema.OPTIONAL_BYTES_SCHEMA)
      .build();
    const value = Struct.of(schema, [new Decimal(15n, 1), null]);
    const written = async (format: string) =>
      converterOn(new FakeRegistry(), { ...validated, 'decimal.format': format }).write(schema, value);
    await expect(written('NUMERIC')).resolves.toBeDefined();
    await expect(written('BASE64')).rejects.toThrow(/\/d must be number/);
  });
});

test('a schema that is none is refused', async () => {
  const registry = new FakeRegistry();
  const id = registry.add('t-value', { type: 'string', pattern: '(' });
  await expect(converterOn(registry, validated).read(message(id, '"a"'))).rejects.toThrow(
    /can't be used to validate messages/,
  );
});

test('no value shows in what is said of it', async () => {
  await expect(
    readBy({ type: 'object', properties: { a: { type: 'string', maxLength: 1 } } }, { a: 'secret' }, validated),
  ).rejects.not.toThrow(/secret/);
});
