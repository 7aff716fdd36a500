import { DataError } from '@causeway/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBy } from '../converter.ts';

const types = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object', 'text'];
const references = [
  '#',
  '#/definitions/a',
  '#/definitions/b',
  '#a',
  'other.json',
  '#/properties/a',
  '#/%',
  'http://a/b#c',
];
const connectTypes = ['int8', 'int64', 'bytes', 'map', 'float32', 'odd', 5];
const titles = [
  'A',
  'org.apache.kafka.connect.data.Decimal',
  'org.apache.kafka.connect.data.Date',
  'io.confluent.connect.json.OneOf',
];

/** Schemas made of the keywords that mean something, in any combination. */
const { schema } = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ type: fc.constantFrom(...types) }),
    fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 8, arbitrary: tie('object') }),
  ),
  object: fc.record(
    {
      type: fc.oneof(fc.constantFrom(...types), fc.array(fc.constantFrom(...types), { maxLength: 3 })),
      title: fc.constantFrom(...titles),
      $ref: fc.constantFrom(...references),
      $id: fc.constantFrom('http://a/b', '#a', 'x'),
      enum: fc.array(fc.jsonValue(), { maxLength: 2 }),
      const: fc.jsonValue(),
      default: fc.jsonValue(),
      properties: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('schema'), { maxKeys: 3 }),
      definitions: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }),
      required: fc.constant(['a']),
      items: tie('schema'),
      additionalProperties: tie('schema'),
      oneOf: fc.array(tie('schema'), { maxLength: 3 }),
      anyOf: fc.array(tie('schema'), { maxLength: 3 }),
      allOf: fc.array(tie('schema'), { maxLength: 3 }),
      'connect.type': fc.constantFrom(...connectTypes),
      'connect.index': fc.constantFrom(0, 1, 'x'),
      'connect.parameters': fc.constantFrom({ scale: '2' }, 'x'),
    },
    { requiredKeys: [] },
  ),
}));

const json = fc.oneof(fc.jsonValue(), fc.record({ a: fc.jsonValue(), b: fc.jsonValue() }, { requiredKeys: [] }));

test('any document is a schema, or refused as bad data; and so is any message by it', async () => {
  await fc.assert(
    fc.asyncProperty(schema, json, async (document, value) => {
      try {
        await readBy(JSON.stringify(document), JSON.stringify(value));
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
    { numRuns: 500 },
  );
});
