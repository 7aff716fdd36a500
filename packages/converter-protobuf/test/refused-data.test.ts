import { DataError, Schema, SchemaBuilder, Struct } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { login, loginOf } from './login.ts';
import { MemoryRegistry, converterOn, errorOf } from './memory-registry.ts';

describe('bad bytes are refused', () => {
  const file =
    'syntax = "proto3"; message M { int32 a = 1; M m = 2; repeated M l = 3; map<string, M> e = 4; string s = 5; }';
  const read = (hex: string) => {
    const registry = new MemoryRegistry();
    registry.add('t-value', file);
    return converterOn(registry).toConnectData('t', Buffer.from(hex, 'hex'));
  };

  test.each([
    ['without anything', '', 'is empty'],
    ['with another first byte', '7b22', 'begins with'],
    ['without a whole id', '000000', 'was cut off'],
    ['with an unknown id', '000000000900', 'not found'],
    ['without message indexes', '0000000001', 'truncated'],
    ['with indexes of no message', '00000000010206', 'no message with the indexes [3]'],
    ['with indexes of no message in a message', '0000000001040002', 'no message with the indexes [0, 1]'],
    ['cut off in a number', '00000000010008ff', 'field "a": the message ends in the middle of a value'],
    ['cut off in a message in a message', '00000000010012021202', 'field "m.m": the message ends in the middle'],
    [
      'with a number that goes over the end of its message',
      '00000000010012010808',
      'field "m.a": the message ends in the middle',
    ],
    [
      'with a text where a number is',
      '0000000001000a0161',
      'field "a": it stands as length-delimited in the message, but by the schema it is varint',
    ],
    ['with a number in a list of messages', '0000000001001a00' + '1805', 'field "l": it stands as varint'],
    ['with a number in a map', '00000000010022050a01611005', 'field "e.value": it stands as varint'],
    ['with a field of number 0', '0000000001000005', 'the number 0'],
    ['with a text that is no UTF-8', '0000000001002a02c328', 'field "s": the string is not valid UTF-8'],
    ['with the end of a group', '00000000010034', 'a group ends that did not begin'],
  ])('%s', async (_, hex, message) => {
    expect((await errorOf(() => read(hex))).message).toContain(message);
  });

  test('with messages in messages, deeper than any parser goes', async () => {
    const nested = (depth: number) => {
      let message = Buffer.from([8, 5]);
      for (let i = 0; i < depth; i++) {
        const length = message.length < 128 ? [message.length] : [(message.length & 127) | 128, message.length >> 7];
        message = Buffer.from([18, ...length, ...message]);
      }
      return `000000000100${message.toString('hex')}`;
    };
    expect((await errorOf(() => read(nested(101)))).message).toContain('nested more than 100 deep');
    expect((await read(nested(100))).schema!.name).toBe('M');
  });

  test('of a schema of another type', async () => {
    const registry = new MemoryRegistry();
    registry.add('t-value', '"string"', { schemaType: 'AVRO' });
    const error = await errorOf(() => converterOn(registry).toConnectData('t', Buffer.from([0, 0, 0, 0, 1, 0])));
    expect(error.message).toContain('is of type AVRO, not PROTOBUF');
  });

  test('of a schema that can not be read', async () => {
    const registry = new MemoryRegistry();
    registry.add('t-value', 'syntax = "proto3"; import "missing.proto"; message M {}');
    const error = await errorOf(() => converterOn(registry).toConnectData('t', Buffer.from([0, 0, 0, 0, 1, 0])));
    expect(error.message).toContain('imports missing.proto, but has no reference of that name');
  });
});

describe('bad values are refused', () => {
  const one = (schema: Schema) =>
    SchemaBuilder.struct().field('outer', SchemaBuilder.struct().field('a', schema).build()).build();
  test.each([
    ['a text for a number', Schema.INT32_SCHEMA, 'secret', 'string found where the schema says an integer'],
    ['an empty text for a number', Schema.INT32_SCHEMA, '', 'string found where the schema says an integer'],
    ['a fraction for a number', Schema.INT32_SCHEMA, 1.5, 'number found where the schema says an integer'],
    ['a number of more than 32 bits', Schema.INT32_SCHEMA, 2 ** 31, 'does not fit the type int32'],
    ['a number of more than 8 bits', Schema.INT8_SCHEMA, 128, 'does not fit the type INT8'],
    ['a number of more than 64 bits', Schema.INT64_SCHEMA, 2n ** 63n, 'does not fit the type int64'],
    [
      'a negative uint32',
      SchemaBuilder.int64().parameter('protobuf.type', 'uint32').build(),
      -1,
      'does not fit the type uint32',
    ],
    ['a number that becomes infinite', Schema.FLOAT32_SCHEMA, 1e300, 'does not fit the type float'],
    ['a number for a text', Schema.STRING_SCHEMA, 5, 'integer number found where the schema says STRING'],
    ['half of a surrogate pair', Schema.STRING_SCHEMA, 'a\ud800', 'half of a surrogate pair'],
    ['a text for bytes', Schema.BYTES_SCHEMA, 'a', 'string found where the schema says BYTES'],
    ['a number for a boolean', Schema.BOOLEAN_SCHEMA, 0, 'integer number found where the schema says BOOLEAN'],
    [
      'a map for a list',
      SchemaBuilder.array(Schema.INT32_SCHEMA).build(),
      new Map(),
      'Map found where the schema says ARRAY',
    ],
    ['null in a list', SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build(), [null], 'null found in a list'],
    [
      'a list for a map',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
      [],
      'Array found where the schema says MAP',
    ],
    [
      'null in a map',
      SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
      new Map([['a', null]]),
      'null found where the schema asks',
    ],
    ['an object for a struct', login, {}, 'Object found where the schema says STRUCT'],
    [
      'a struct of another schema',
      login,
      Struct.of(SchemaBuilder.struct().build(), []),
      'the struct has another schema',
    ],
    [
      'a text that is no value of its enum',
      SchemaBuilder.string()
        .parameter('io.confluent.connect.protobuf.Enum', 'E')
        .parameter('io.confluent.connect.protobuf.Enum.A', '0')
        .build(),
      'B',
      'no value of the enum E',
    ],
  ])('%s', async (_, schema, value, message) => {
    const outer = one(schema);
    const record = Struct.of(outer, [Struct.of(outer.fields[0]!.schema, [value])]);
    const error = await errorOf(() => converterOn(new MemoryRegistry()).fromConnectData('t', outer, record));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain('Writing the value of a record for topic t as Protobuf, field "outer.a');
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('secret');
  });

  test('data without a schema', () => {
    expect(() => converterOn(new MemoryRegistry()).fromConnectData('t', null, { a: 1 })).toThrow(
      'Protobuf needs a schema',
    );
  });

  test('and the next record is written as if nothing had happened', async () => {
    const converter = converterOn(new MemoryRegistry());
    const good = await converter.fromConnectData('t', login, loginOf(1, 'a'));
    await errorOf(() => converter.fromConnectData('t', login, loginOf('x', 'a')));
    expect(await converter.fromConnectData('t', login, loginOf(1, 'a'))).toEqual(good);
  });
});
