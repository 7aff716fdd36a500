import { ConfigError, DataError, Schema, SchemaBuilder, Struct, float64 } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { JsonConverter } from '../src/index.ts';

function converter(config: Record<string, string> = {}): JsonConverter {
  const created = new JsonConverter();
  created.configure(config, false);
  return created;
}

const read = (used: JsonConverter, json: string | Uint8Array): unknown =>
  used.toConnectData('t', typeof json === 'string' ? Buffer.from(json) : json).value;

describe('an envelope that begins as the one before it', () => {
  const head = '{"schema":{"type":"int32","optional":true},"payload":';

  test.each([
    ['has its own payload', `${head}2}`, 2],
    ['may be followed by anything', `${head}2} and more`, 2],
    ['may have blanks', `${head} 2 }`, 2],
    ['counts its last payload', `${head}2,"payload":3}`, 3],
    ['counts its last schema', `${head}2,"schema":{"type":"double"}}`, 2],
  ])('%s', (_, json, expected) => {
    const used = converter();
    expect(read(used, `${head}1}`)).toBe(1);
    expect(read(used, json)).toBe(expected);
    expect(used.toConnectData('t', Buffer.from(json))).toStrictEqual(converter().toConnectData('t', Buffer.from(json)));
  });

  test.each([
    ['has a third member', `${head}2,"more":3}`, /may not contain additional fields/],
    ['breaks off', `${head}2`, /an unexpected end/],
    ['breaks off before the payload', head, /an unexpected end/],
  ])('is refused if it %s', (_, json, message) => {
    const used = converter();
    read(used, `${head}1}`);
    expect(() => read(used, json)).toThrow(message);
  });

  test.each([
    ['999 levels deep in it are read', 999, true],
    ['1000 are refused', 1000, false],
  ])('%s', (_, depth, isRead) => {
    const used = converter();
    const any = '{"schema":null,"payload":';
    read(used, `${any}1}`);
    const attempt = () => read(used, `${any}${'['.repeat(depth)}${']'.repeat(depth)}}`);
    if (isRead) expect(attempt()).toBeInstanceOf(Array);
    else expect(attempt).toThrow(/more than 1000 nested/);
  });

  test('counts its last payload, though the first does not fit', () => {
    const used = converter();
    const date = '{"schema":{"type":"int32","name":"org.apache.kafka.connect.data.Date"},"payload":';
    read(used, `${date}1}`);
    expect(read(used, `${date}"x","payload":0}`)).toStrictEqual(new Date(0));
  });

  test('has the very schema object of that one, in other topics and after other schemas too', () => {
    const used = converter({ 'schemas.cache.size': '3' });
    const other = '{"schema":{"type":"string"},"payload":"x"}';
    const schemas = ['a', 'b', 'a'].map((topic) => {
      used.toConnectData(topic, Buffer.from(other));
      return used.toConnectData(topic, Buffer.from(`${head}1}`)).schema;
    });
    expect(new Set(schemas).size).toBe(1);
  });

  test('is read from any view of bytes', () => {
    const used = converter();
    const bytes = new TextEncoder().encode(`??${head}7}??`);
    for (let i = 0; i < 2; i++) expect(read(used, bytes.subarray(2, -2))).toBe(7);
  });
});

describe('messages that cannot be read', () => {
  test.each([
    ['{"a":1}', /requires "schema" and "payload" fields .* set schemas\.enable=false/],
    ['{"schema":{"type":"int32"},"payload":nul}', /serialization error: an unexpected character at character 38/],
    ['\0\0\0\0\u0005data', /written with a schema registry/],
    ['{"schema":{"type":"int32"},"payload":null}', /Invalid null value for required INT32 value/],
    [
      '{"schema":{"type":"struct","fields":[{"field":"a","type":"struct","fields":[{"field":"b","type":"int32"}]}]},"payload":{"a":{}}}',
      /required INT32 field "a\.b"/,
    ],
  ])('%s says what is wrong', (json, message) => {
    expect(() => read(converter(), json)).toThrow(message);
    expect(() => read(converter(), json)).toThrow(DataError);
  });

  test.each([
    ['1000 nested arrays are read', 1000, true],
    ['1001 nested arrays are refused', 1001, false],
  ])('%s', (_, depth, isRead) => {
    const json = '['.repeat(depth) + ']'.repeat(depth);
    const attempt = () => read(converter({ 'schemas.enable': 'false' }), json);
    if (isRead) expect(attempt()).toBeInstanceOf(Array);
    else expect(attempt).toThrow(/more than 1000 nested/);
  });

  test.each([
    ['a number of 1001 digits', '1'.repeat(1001)],
    ['an exponent past 32 bits', '1e2147483649'],
    ['a number that runs on', '1x'],
    ['a word that runs on', 'nullx'],
    ['a word that runs on in an array', '[true1]'],
    ['a member without name', '{1:2}'],
    ['an escape of three digits', '"\\u00g0"'],
  ])('%s is refused', (_, json) => {
    expect(() => read(converter({ 'schemas.enable': 'false' }), json)).toThrow(DataError);
  });
});

describe('values without schema', () => {
  test.each([
    ['a long past 2^53', '9007199254740993', 9007199254740993n],
    ['two numbers in a row', '1 2', 1],
    ['a word, and a sign after it', 'true$', true],
    ['a text, and another right after it', '"a""b"', 'a'],
    ['-0', '-0', 0],
    ['leading zeros', '-007', -7],
    ['an integer past 64 bits, of which the lowest are left,', '18446744073709551617', 1],
    ['a surrogate pair in three bytes each', Buffer.from('22eda0bdedb88022', 'hex'), '😀'],
    ['an empty message', '', null],
  ])('%s is read as Java does', (_, json, expected) => {
    expect(read(converter({ 'schemas.enable': 'false' }), json)).toBe(expected);
  });

  test('-0.0 is the double 0', () => {
    expect(read(converter({ 'schemas.enable': 'false' }), '-0.0')).toStrictEqual(float64(0));
  });

  test('an object is a Map, whatever its keys are called', () => {
    const value = read(converter({ 'schemas.enable': 'false' }), '{"__proto__":{"a":1},"a":2,"a":3}');
    expect(value).toStrictEqual(
      new Map<string, unknown>([
        ['__proto__', new Map([['a', 1]])],
        ['a', 3],
      ]),
    );
  });
});

describe('writing', () => {
  const schema = SchemaBuilder.struct()
    .field('a', Schema.INT32_SCHEMA)
    .field('b', Schema.OPTIONAL_STRING_SCHEMA)
    .build();

  test.each([
    ['a plain object', { a: 1 }, /given as a Map/],
    ['a Date', new Date(0), /only be written with its schema/],
    ['an integer past 64 bits', 2n ** 63n, /past 64 bits/],
    ['a function', () => 1, /no corresponding schema type/],
  ])('%s without schema is refused', (_, value, message) => {
    expect(() => converter().fromConnectData('t', null, value)).toThrow(message);
  });

  test.each([
    ['a field of another type', ['x', null], /Invalid type for INT32 of field "a": string/],
    ['an integer past 32 bits', [2 ** 31, null], /Invalid type for INT32 of field "a"/],
    ['a required field left out', [null, 'x'], /null value for field "a", which is required/],
  ])('%s is refused, and named', (_, values, message) => {
    expect(() => converter().fromConnectData('t', schema, Struct.of(schema, values))).toThrow(message);
  });

  test('equal schemas that are other objects are one to it', () => {
    const used = converter();
    const copy = () =>
      SchemaBuilder.struct().field('a', Schema.INT32_SCHEMA).field('b', Schema.OPTIONAL_STRING_SCHEMA).build();
    const texts = [schema, copy(), copy()].map((s) =>
      String(used.fromConnectData('t', s, Struct.of(copy(), [1, 'x']))),
    );
    expect(new Set(texts).size).toBe(1);
  });

  test('a null key of a map meets the key "null"', () => {
    const map = SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA).build();
    const value = new Map([
      [null, 1],
      ['null', 2],
    ]);
    expect(String(converter({ 'schemas.enable': 'false' }).fromConnectData('t', map, value))).toBe('{"null":2}');
  });
});

describe('settings', () => {
  test.each([
    [{ 'schemas.enable': 'perhaps' }, ConfigError],
    [{ 'decimal.format': 'HEX' }, ConfigError],
    [{ 'schemas.cache.size': 'many' }, ConfigError],
    [{ 'schema.content': '{"type":"any"}' }, DataError],
    [{ 'schema.content': 'nullx' }, DataError],
  ])('%o are refused', (config, error) => {
    expect(() => converter(config)).toThrow(error);
  });

  test('a converter that is not configured has the default ones', () => {
    expect(new JsonConverter().fromConnectData('t', null, 1)).toBe('{"schema":null,"payload":1}');
  });
});

describe('a schema that contains itself', () => {
  const node = Schema.recursive((self) =>
    SchemaBuilder.struct().name('node').field('a', Schema.INT32_SCHEMA).field('next', self.withOptional(true)).build(),
  );
  const next = node.field('next')!.schema;
  const chain = (length: number): Struct => {
    let last: Struct | null = null;
    for (let i = length; i > 0; i--) last = Struct.of(i === 1 ? node : next, [i, last]);
    return last!;
  };
  const write = (value: Struct, config: Record<string, string>) =>
    converter(config).fromConnectData('t', SchemaBuilder.array(node).build(), [value]);

  test('is refused where it would stand in the message', () => {
    expect(() => write(chain(1), {})).toThrow(/schema node contains itself.*schemas.enable=false/);
    expect(() => write(chain(1), {})).toThrow(DataError);
  });

  test('is written without it, as deep as the data goes', () => {
    const bytes = write(chain(3), { 'schemas.enable': 'false' });
    expect(String(bytes)).toBe('[{"a":1,"next":{"a":2,"next":{"a":3,"next":null}}}]');
    expect(() => write(chain(100_000), { 'schemas.enable': 'false' })).toThrow(DataError);
  });
});
