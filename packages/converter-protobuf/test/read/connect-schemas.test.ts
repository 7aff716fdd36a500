import { describe, expect, test } from 'vitest';
import { MemoryRegistry, type Settings, converterOn, errorOf } from '../memory-registry.ts';
import { plain, shown } from '../shown.ts';

/** Reads a message, given in hexadecimal digits without frame. */
async function read(file: string, hex: string, settings: Settings = {}, indexes = '00') {
  const registry = new MemoryRegistry();
  const id = registry.add('t-value', file);
  const bytes = Buffer.from(`00${id.toString(16).padStart(8, '0')}${indexes}${hex}`, 'hex');
  return converterOn(registry, settings).toConnectData('t', bytes);
}

const schemaOf = async (file: string, settings: Settings = {}) => shown((await read(file, '', settings)).schema!);
const valueOf = async (file: string, hex: string, settings: Settings = {}) =>
  plain((await read(file, hex, settings)).value);

const proto3 = (body: string, ...imports: string[]) =>
  `syntax = "proto3"; package com.example; ${imports.map((it) => `import "${it}";`).join(' ')} message M { ${body} }`;
const proto2 = (body: string) => `syntax = "proto2"; message M { ${body} }`;

describe('a field of proto3', () => {
  test.each([
    ['int32 a = 1;', 'INT32?#1'],
    ['sint32 a = 1;', 'INT32?#1[protobuf.type=sint32]'],
    ['sfixed32 a = 1;', 'INT32?#1[protobuf.type=sfixed32]'],
    ['uint32 a = 1;', 'INT64?#1[protobuf.type=uint32]'],
    ['fixed32 a = 7;', 'INT64?#7[protobuf.type=fixed32]'],
    ['int64 a = 1;', 'INT64?#1'],
    ['sint64 a = 1;', 'INT64?#1[protobuf.type=sint64]'],
    ['uint64 a = 1;', 'INT64?#1[protobuf.type=uint64]'],
    ['fixed64 a = 1;', 'INT64?#1[protobuf.type=fixed64]'],
    ['sfixed64 a = 1;', 'INT64?#1[protobuf.type=sfixed64]'],
    ['float a = 1;', 'FLOAT32?#1'],
    ['double a = 1;', 'FLOAT64?#1'],
    ['bool a = 1;', 'BOOLEAN?#1'],
    ['string a = 1;', 'STRING?#1'],
    ['bytes a = 1;', 'BYTES?#1'],
    ['int32 a = 1 [(confluent.field_meta) = { params: [{ value: "int8", key: "connect.type" }] }];', 'INT8?#1'],
    ['int32 a = 1 [(confluent.field_meta) = { params: { key: "connect.type", value: "int16" } }];', 'INT16?#1'],
    ['repeated int32 a = 2;', 'ARRAY<INT32?>?#2'],
    ['map<string, int32> a_b = 3;', 'MAP(a_b)<STRING?#1, INT32?#2>?#3'],
    ['enum E { A = 0; B = 5; } E a = 1;', enumOf('STRING(E)?#1', 'E')],
    ['message N { int32 x = 1; } N a = 1;', 'N{x: INT32?#1}?#1'],
    ['message N { int32 x = 1; } repeated N a = 1;', 'ARRAY<N{x: INT32?#1}?>?#1'],
    [
      'message AtEntry { string key = 1; string value = 2; } repeated AtEntry a = 1;',
      'MAP(at)<STRING?#1, STRING?#2>?#1',
    ],
    [
      'message LogEntry { string key = 1; string line = 2; } repeated LogEntry a = 1;',
      'ARRAY<LogEntry{key: STRING?#1, line: STRING?#2}?>?#1',
    ],
    ['M a = 1;', 'M{a: M again}?#1'],
  ])('%s is %s', async (field, expected) => {
    expect(await schemaOf(proto3(field))).toMatch(new RegExp(`: ${escaped(expected)}}$`));
  });

  test.each([
    ['google.protobuf.Timestamp a = 1;', 'google/protobuf/timestamp.proto', 'INT64(Timestamp)?#1'],
    ['google.type.Date a = 1;', 'google/type/date.proto', 'INT32(Date)?#1'],
    ['google.type.TimeOfDay a = 1;', 'google/type/timeofday.proto', 'INT32(Time)?#1'],
    ['confluent.type.Decimal a = 1;', 'confluent/type/decimal.proto', 'BYTES(Decimal)?#1[scale=0]'],
    [
      'confluent.type.Decimal a = 1 [(confluent.field_meta) = { params: [{ value: "8", key: "precision" }, { value: "3", key: "scale" }] }];',
      'confluent/type/decimal.proto',
      'BYTES(Decimal)?#1[scale=3,connect.decimal.precision=8]',
    ],
    ['google.protobuf.StringValue a = 1;', 'google/protobuf/wrappers.proto', 'StringValue{value: STRING?#1}?#1'],
    [
      'google.protobuf.Duration a = 1;',
      'google/protobuf/duration.proto',
      'Duration{seconds: INT64?#1, nanos: INT32?#2}?#1',
    ],
  ])('%s from %s is %s', async (field, file, expected) => {
    expect(await schemaOf(proto3(field, file))).toBe(`M{a: ${expected}}`);
  });
});

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function enumOf(start: string, name: string, parameter = 'io.confluent.connect.protobuf.Enum') {
  return `${start}[${parameter}=${name},${parameter}.A=0,${parameter}.B=5]`;
}

describe('settings', () => {
  const unions = proto3('oneof choice { string x = 1; int32 y = 2; } bool z = 3;');
  const mixed = proto3(
    'int32 key = 1; optional string name = 2; google.protobuf.StringValue text = 3; repeated int32 list = 4;',
    'google/protobuf/wrappers.proto',
  );
  test.each([
    [
      'a oneof is a struct with its place',
      unions,
      {},
      'M{choice_0: io.confluent.connect.protobuf.Union.choice{x: STRING?#1, y: INT32?#2}?, z: BOOLEAN?#3}',
    ],
    [
      '… without it',
      unions,
      { 'generate.index.for.unions': 'false' },
      'M{choice: io.confluent.connect.protobuf.Union.choice{x: STRING?#1, y: INT32?#2}?, z: BOOLEAN?#3}',
    ],
    ['… as fields', unions, { 'flatten.unions': 'true' }, 'M{x: STRING?#1, y: INT32?#2, z: BOOLEAN?#3}'],
    [
      '… as all converters have it',
      unions,
      { 'generalized.sum.type.support': 'true' },
      'M{choice_0: choice{x: STRING?#1, y: INT32?#2}?[org.apache.kafka.connect.data.Union=choice], z: BOOLEAN?#3}',
    ],
    [
      '… with the package',
      unions,
      { 'enhanced.protobuf.schema.support': 'true' },
      'com.example.M{choice_0: io.confluent.connect.protobuf.Union.com.example.M.choice{x: STRING?#1, y: INT32?#2}?, z: BOOLEAN?#3}',
    ],
    [
      'enums as numbers',
      proto3('enum E { A = 0; B = 5; } E e = 1;'),
      { 'int.for.enums': 'true' },
      `M{e: ${enumOf('INT32(E)?#1', 'E')}}`,
    ],
    [
      'enums as all converters have them',
      proto3('enum E { A = 0; B = 5; } E e = 1;'),
      { 'generalized.sum.type.support': 'true' },
      `M{e: ${enumOf('STRING(E)?#1', 'E', 'org.apache.kafka.connect.data.Enum')}}`,
    ],
    [
      'enums with the package',
      proto3('enum E { A = 0; B = 5; } E e = 1;'),
      { 'enhanced.protobuf.schema.support': 'true' },
      `com.example.M{e: ${enumOf('STRING(com.example.M.E)?#1', 'com.example.M.E')}}`,
    ],
    [
      'maps with the package',
      proto3('map<string, int32> tags = 1;'),
      { 'enhanced.protobuf.schema.support': 'true' },
      'com.example.M{tags: MAP(com.example.M.tags)<STRING?#1, INT32?#2>?#1}',
    ],
    [
      'only what is marked is optional',
      mixed,
      { 'optional.for.nullables': 'true' },
      'M{key: INT32#1, name: STRING?#2, text: StringValue{value: STRING#1}?#3, list: ARRAY<INT32>#4}',
    ],
    [
      'only what is wrapped, or marked, is optional',
      mixed,
      { 'wrapper.for.nullables': 'true' },
      'M{key: INT32#1, name: STRING?#2, text: STRING?#3, list: ARRAY<INT32>#4}',
    ],
  ])('%s', async (_, file, settings, expected) => {
    expect(await schemaOf(file, settings as Settings)).toBe(expected);
  });
});

describe('proto2', () => {
  test.each([
    ['required int32 a = 1;', 'INT32#1', '0805', 5],
    ['optional int32 a = 1;', 'INT32?#1', '', null],
    ['optional int32 a = 1 [default = 7];', 'INT32?#1=7', '', null],
    ['optional string a = 1 [default = "x"];', 'STRING?#1="x"', '', null],
    ['optional int64 a = 1 [default = -5];', 'INT64?#1=-5', '', null],
    ['repeated int32 a = 1;', 'ARRAY<INT32?>?#1', '08050806', [5, 6]],
    ['repeated int32 a = 1 [packed = true];', 'ARRAY<INT32?>?#1', '0a020506', [5, 6]],
    ['optional group A = 1 { optional int32 x = 1; }', 'A{x: INT32?#1}?#1', '0b08070c', { x: 7 }],
    [
      'repeated group A = 1 { optional int32 x = 1; }',
      'ARRAY<A{x: INT32?#1}?>?#1',
      '0b0c0b08070c',
      [{ x: null }, { x: 7 }],
    ],
  ])('%s is %s', async (field, schema, hex, value) => {
    const data = await read(proto2(field), hex);
    expect(shown(data.schema!.fields[0]!.schema)).toBe(schema);
    expect(Object.values(plain(data.value) as object)).toEqual([value]);
  });

  test('what is missing has its default where optional.for.proto2 is false', async () => {
    const file = proto2('optional int32 a = 1; optional int32 b = 2 [default = 7]; optional M c = 3;');
    expect(await valueOf(file, '', { 'optional.for.proto2': 'false' })).toEqual({ a: 0, b: 7, c: null });
  });

  test('a number that an enum does not name counts as an unknown field', async () => {
    const file = proto2('enum E { A = 1; B = 2; } optional E e = 1; repeated E l = 2; map<string, E> m = 3;');
    const hex = '0809' + '10011009' + '1a050a01611009' + '1a050a01621002';
    expect(await valueOf(file, hex)).toEqual({ e: null, l: ['A'], m: [['b', 'B']] });
  });

  test('a required field that is missing is refused', async () => {
    const error = await errorOf(() => read(proto2('required int32 a = 1;'), ''));
    expect(error.message).toContain('field "a": the field is required by the schema');
  });

  test('fields of extensions are unknown ones', async () => {
    const file =
      'syntax = "proto2"; message M { optional int32 a = 1; extensions 100 to 200; } extend M { optional int32 b = 126; }';
    expect(await valueOf(file, '0805f00709')).toEqual({ a: 5 });
  });
});

describe('values', () => {
  test.each([
    [
      'what is missing has the default of its type',
      'int32 a = 1; string b = 2; bytes c = 3; bool d = 4; double e = 5; repeated int32 f = 6; map<int32, int32> g = 7; M h = 8;',
      '',
      { a: 0, b: '', c: '0x', d: false, e: 0, f: [], g: [], h: null },
    ],
    [
      'what is missing and marked as optional is null',
      'optional int32 a = 1; optional string b = 2;',
      '',
      { a: null, b: null },
    ],
    ['a zero that is there is no null', 'optional int32 a = 1; optional string b = 2;', '08001200', { a: 0, b: '' }],
    ['the last of several counts', 'int32 a = 1;', '08010802', { a: 2 }],
    [
      'numbers may be packed or not',
      'repeated int32 a = 1; repeated int32 b = 2 [packed = false];',
      '08010a020203' + '120204051006',
      { a: [1, 2, 3], b: [4, 5, 6] },
    ],
    [
      'unsigned numbers of 32 bits stay positive',
      'uint32 a = 1; fixed32 b = 2;',
      '08ffffffff0f15ffffffff',
      { a: 4294967295, b: 4294967295 },
    ],
    ['unsigned numbers of 64 bits are read as signed ones', 'uint64 a = 1;', '08ffffffffffffffffff01', { a: -1 }],
    [
      'numbers of 64 bits keep all digits',
      'int64 a = 1; sfixed64 b = 2;',
      '08818080808080801011010000000000e0ff',
      { a: 9007199254740993n, b: -9007199254740991 },
    ],
    [
      'unknown fields are skipped',
      'int32 a = 1;',
      '1005' + '1a03010203' + '23082a24' + '2d01020304' + '310102030405060708' + '0807',
      { a: 7 },
    ],
    [
      'a message in two parts is one',
      'message N { int32 x = 1; repeated int32 y = 2; string z = 3; } N n = 1;',
      '0a0408011002' + '0a0510031a0161',
      { n: { x: 1, y: [2, 3], z: 'a' } },
    ],
    [
      'the last entry of a key counts',
      'map<string, int32> a = 1;',
      '0a050a01611001' + '0a050a01611002',
      { a: [['a', 2]] },
    ],
    [
      'an entry without key and value has defaults',
      'message N { int32 x = 1; } map<string, N> a = 1;',
      '0a00',
      { a: [['', { x: 0 }]] },
    ],
    [
      'a number that an enum does not name has a name',
      'enum E { A = 0; } E e = 1;',
      '0809',
      { e: 'UNKNOWN_ENUM_VALUE_E_9' },
    ],
    [
      'the first of several names of a number is its name',
      'enum E { option allow_alias = true; A = 0; B = 1; C = 1; } E e = 1;',
      '0801',
      { e: 'B' },
    ],
    [
      'the last member of a oneof counts',
      'oneof o { int32 x = 1; string y = 2; }',
      '080112016108 05'.replace(' ', ''),
      { o_0: { x: 5, y: null } },
    ],
    ['a oneof without value is null', 'oneof o { int32 x = 1; string y = 2; }', '', { o_0: null }],
    ['a zero in a oneof is a value', 'oneof o { int32 x = 1; string y = 2; }', '0800', { o_0: { x: 0, y: null } }],
    ['field numbers may be large', 'int32 a = 536870911; int32 b = 300;', 'f8ffffff0f05e01206', { a: 5, b: 6 }],
  ])('%s', async (_, body, hex, expected) => {
    expect(await valueOf(proto3(body), hex)).toEqual(expected);
  });

  test('of flattened unions the last member counts', async () => {
    const file = proto3('oneof o { int32 x = 1; string y = 2; }');
    expect(await valueOf(file, '0805120161', { 'flatten.unions': 'true' })).toEqual({ x: null, y: 'a' });
    expect(await valueOf(file, '1201610805', { 'flatten.unions': 'true' })).toEqual({ x: 5, y: null });
  });

  test('enums may be numbers, known or not', async () => {
    const file = proto3('enum E { A = 0; B = 1; } E e = 1; repeated E l = 2;');
    expect(await valueOf(file, '0801120201 07'.replace(' ', ''), { 'int.for.enums': 'true' })).toEqual({
      e: 1,
      l: [1, 7],
    });
  });

  test('wrappers are primitives or null', async () => {
    const file = proto3(
      'google.protobuf.StringValue a = 1; google.protobuf.Int64Value b = 2; google.protobuf.BoolValue c = 3;',
      'google/protobuf/wrappers.proto',
    );
    expect(await valueOf(file, '0a030a01611200', { 'wrapper.for.nullables': 'true' })).toEqual({
      a: 'a',
      b: 0,
      c: null,
    });
  });

  test('structs are made up for messages that are missing, but not for ever', async () => {
    const file = proto3('message N { int32 x = 1; M up = 2; } N n = 1; M self = 2;');
    expect(await valueOf(file, '', { 'generate.struct.for.nulls': 'true' })).toEqual({
      n: { x: 0, up: null },
      self: null,
    });
  });

  test('a record that is a wrapper is the primitive in it, unless it shall not', async () => {
    const file = 'syntax = "proto3"; package google.protobuf; message Int32Value { int32 value = 1; }';
    const data = await read(file, '080c');
    expect([shown(data.schema!), data.value]).toEqual(['INT32', 12]);
    expect(await valueOf(file, '080c', { 'wrapper.for.raw.primitives': 'false' })).toEqual({ value: 12 });
  });

  test.each([
    [
      'google.protobuf.Timestamp',
      'google/protobuf/timestamp.proto',
      '08b9d4a2b30510c09aca8401',
      '2015-12-09T22:24:57.278Z',
    ],
    [
      'google.protobuf.Timestamp',
      'google/protobuf/timestamp.proto',
      '08ffffffffffffffffff0110c0fbdfb903',
      '1969-12-31T23:59:59.926Z',
    ],
    ['google.protobuf.Timestamp', 'google/protobuf/timestamp.proto', '', '1970-01-01T00:00:00.000Z'],
    ['google.type.Date', 'google/type/date.proto', '08e10f100c181f', '2017-12-31T00:00:00.000Z'],
    ['google.type.Date', 'google/type/date.proto', '080110011801', '0001-01-01T00:00:00.000Z'],
    ['google.type.TimeOfDay', 'google/type/timeofday.proto', '080b100c180d2080bfd606', '1970-01-01T11:12:13.014Z'],
    ['confluent.type.Decimal', 'confluent/type/decimal.proto', '0a03bc614e10081803', '-4431.538'],
    ['confluent.type.Decimal', 'confluent/type/decimal.proto', '', '0'],
  ])('a %s (%s) of %s is %s', async (type, file, hex, expected) => {
    const message = `0a${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`;
    expect(await valueOf(proto3(`${type} a = 1;`, file), message)).toEqual({ a: expected });
  });

  test('a decimal gets the scale of its schema, where that loses nothing', async () => {
    const meta = '[(confluent.field_meta) = { params: [{ value: "2", key: "scale" }] }]';
    const file = proto3(`confluent.type.Decimal a = 1 ${meta};`, 'confluent/type/decimal.proto');
    expect(await valueOf(file, '0a050a01051801')).toEqual({ a: '0.50' });
    expect(await valueOf(file, '0a050a01321803')).toEqual({ a: '0.05' });
    expect((await errorOf(() => read(file, '0a050a01051803'))).message).toContain('without losing digits');
  });
});

test('google.protobuf.Struct holds itself', async () => {
  const file = proto3('google.protobuf.Struct s = 1;', 'google/protobuf/struct.proto');
  const value = await valueOf(
    file,
    '0a0f0a0d0a01611208320612042a020a00'.replace('32061204', '3206 0a04').replace(' ', ''),
  );
  expect(value).toEqual({
    s: {
      fields: [['a', { kind_0: expect.objectContaining({ list_value: expect.anything() as unknown }) as unknown }]],
    },
  });
});

test('messages inside messages are found by their indexes, in the order of the file', async () => {
  const file = `syntax = "proto3"; package p; import "google/protobuf/timestamp.proto";
    enum X { Z = 0; } message A { map<string, int32> m = 1; enum Y { W = 0; } message B { string b = 1; message C { int32 c = 1; } } } message D { int32 d = 1; }`;
  expect(plain((await read(file, '0805', {}, '0202')).value)).toEqual({ d: 5 });
  expect(plain((await read(file, '0a0161', {}, '040000')).value)).toEqual({ b: 'a' });
  expect(plain((await read(file, '0805', {}, '06000000')).value)).toEqual({ c: 5 });
});
