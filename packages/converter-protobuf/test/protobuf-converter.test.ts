import { readFileSync } from 'node:fs';
import { ConfigError, DataError, Schema, SchemaBuilder, Struct } from '@causeway/api';
import type { SchemaAndValue } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import plugins, { ProtobufConverter } from '../src/index.ts';
import { MemoryRegistry, type Settings, converterOn, errorOf } from './memory-registry.ts';
import { login, loginOf } from './login.ts';
import { plain, shown } from './shown.ts';

test('the package lists the converter under its Java name', () => {
  expect(plugins.map(({ kind, class: name }) => [kind, name])).toEqual([
    ['converter', 'io.confluent.connect.protobuf.ProtobufConverter'],
  ]);
});

interface Fixture {
  readonly title: string;
  readonly schema: string;
  readonly message: string;
  readonly indexes: readonly number[];
  readonly hex: string;
  readonly json: unknown;
}

describe('bytes by the rules of protobuf', () => {
  const fixtures = JSON.parse(readFileSync(new URL('fixtures/messages.json', import.meta.url), 'utf8')) as Fixture[];
  test.each(fixtures)('$title: are read, and written again as they were', async ({ schema, indexes, hex, json }) => {
    const registry = new MemoryRegistry();
    const id = registry.add('t-value', schema);
    const converter = converterOn(registry, {
      'enhanced.protobuf.schema.support': 'true',
      'auto.register.schemas': 'false',
      'use.schema.id': String(id),
    });
    const zigzag = indexes.length === 1 && indexes[0] === 0 ? [0] : [indexes.length, ...indexes].map((i) => i * 2);
    const bytes = Buffer.from([0, 0, 0, 0, id, ...zigzag, ...Buffer.from(hex, 'hex')]);
    const read = await converter.toConnectData('t', bytes);
    expect(withTextForBigints(plain(read.value))).toEqual(json);
    expect(await converter.fromConnectData('t', read.schema, read.value)).toEqual(bytes);
  });

  const withTextForBigints = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_, it: unknown) => (typeof it === 'bigint' ? it.toString() : it)));
});

describe('null', () => {
  test('is a null message, whatever the schema, and reads as nothing', () => {
    const converter = converterOn(new MemoryRegistry());
    expect(converter.fromConnectData('t', login, null)).toBeNull();
    expect(converter.fromConnectData('t', null, null)).toBeNull();
    expect(converter.toConnectData('t', null)).toEqual({ schema: null, value: null });
  });

  test('in a required field is refused, unless it has a default', async () => {
    const converter = converterOn(new MemoryRegistry());
    const error = await errorOf(() => converter.fromConnectData('t', login, loginOf(null, 'a')));
    expect(error.message).toBe(
      'Writing the value of a record for topic t as Protobuf, field "id": null found where the schema asks for a value',
    );
    const schema = SchemaBuilder.struct().field('a', SchemaBuilder.int32().defaultValue(7).build()).build();
    expect(plain((await roundTrip(converter, schema, Struct.of(schema, [null]))).value)).toEqual({ a: 7 });
  });

  test.each([
    ['the default', {}, 7],
    ['null', { 'ignore.default.for.nullables': 'true' }, null],
  ])('in an optional field with a default is written as %s', async (_, settings, expected) => {
    const converter = converterOn(new MemoryRegistry(), { 'optional.for.nullables': 'true', ...settings });
    const schema = SchemaBuilder.struct().field('a', SchemaBuilder.int32().optional().defaultValue(7).build()).build();
    expect(plain((await roundTrip(converter, schema, Struct.of(schema, [null]))).value)).toEqual({ a: expected });
  });
});

async function roundTrip(converter: ProtobufConverter, schema: Schema, value: unknown): Promise<SchemaAndValue> {
  return converter.toConnectData('t', await converter.fromConnectData('t', schema, value));
}

describe('the registry', () => {
  test('is asked once for a schema, and everything after is answered at once', async () => {
    const registry = new MemoryRegistry();
    const converter = converterOn(registry);
    const first = converter.fromConnectData('t', login, loginOf(1, 'a'));
    expect(first).toBeInstanceOf(Promise);
    const bytes = (await first)!;
    expect(converter.fromConnectData('t', login, loginOf(2, 'b'))).toBeInstanceOf(Buffer);
    const read = converter.toConnectData('t', bytes);
    expect(read).toBeInstanceOf(Promise);
    const { schema } = await read;
    expect((converter.toConnectData('t', bytes) as SchemaAndValue).schema).toBe(schema);
    expect(registry.requests).toBe(2);
  });

  test('has a subject for each topic, key and value', async () => {
    const registry = new MemoryRegistry();
    const key = converterOn(registry, {}, true);
    await key.fromConnectData('t', login, loginOf(1, 'a'));
    await key.fromConnectData('u', login, loginOf(1, 'a'));
    const strategy = { 'value.subject.name.strategy': 'TopicRecordNameStrategy' };
    await converterOn(registry, strategy).fromConnectData('t', login, loginOf(1, 'a'));
    expect([...registry.subjects.keys()]).toEqual(['t-key', 'u-key', 't-com.x.Login']);
  });

  test('may have the schema already', async () => {
    const registry = new MemoryRegistry();
    await converterOn(registry).fromConnectData('t', login, loginOf(1, 'a'));
    const settings = { 'auto.register.schemas': 'false' };
    expect(await converterOn(registry, settings).fromConnectData('t', login, loginOf(1, 'a'))).toBeInstanceOf(Buffer);
    await errorOf(() => converterOn(registry, settings).fromConnectData('other', login, loginOf(1, 'a')));
  });

  test('resolves what a schema refers to, and what that refers to', async () => {
    const registry = new MemoryRegistry();
    registry.add('a', 'syntax = "proto3"; package p; message A { int32 a = 1; }');
    registry.add('b', 'syntax = "proto3"; package p; import "a.proto"; message B { A a = 1; }', {
      references: [{ name: 'a.proto', subject: 'a', version: 1 }],
    });
    const id = registry.add(
      't-value',
      'syntax = "proto3"; package p; import "b.proto"; import "google/type/money.proto"; message C { B b = 1; A a = 2; google.type.Money m = 3; }',
      {
        references: [{ name: 'b.proto', subject: 'b', version: 1 }],
      },
    );
    const read = await converterOn(registry).toConnectData('t', Buffer.from([0, 0, 0, 0, id, 0, 10, 4, 10, 2, 8, 5]));
    expect(plain(read.value)).toEqual({ b: { a: { a: 5 } }, a: null, m: null });
  });
});

describe('use.latest.version', () => {
  const settings: Settings = { 'auto.register.schemas': 'false', 'use.latest.version': 'true' };
  const latest =
    'syntax = "proto3"; package com.x; message Other {} message Login { string name = 7; int64 id = 9; bool more = 3; }';

  test('fields are matched by their names, whatever their numbers', async () => {
    const registry = new MemoryRegistry();
    registry.add('t-value', latest);
    const bytes = await converterOn(registry, settings).fromConnectData('t', login, loginOf(5, 'a'));
    expect(bytes!.toString('hex')).toBe('00000000010202' + '3a0161' + '4805');
  });

  test.each([
    ['has no message of that name', 'syntax = "proto3"; message M {}', 'has no message com.x.Login'],
    ['has no such field', 'syntax = "proto3"; package com.x; message Login { int32 id = 1; }', 'has no field name'],
    [
      'has a field of another type',
      'syntax = "proto3"; package com.x; message Login { int32 id = 1; int32 name = 2; }',
      "Connect's type STRING of field name can't be written as int32",
    ],
    [
      'has a field that is repeated',
      'syntax = "proto3"; package com.x; message Login { repeated int32 id = 1; string name = 2; }',
      "can't be written as repeated int32",
    ],
    [
      'requires a field',
      'syntax = "proto2"; package com.x; message Login { required int32 id = 1; optional string name = 2; required int32 x = 3; }',
      'requires the field x',
    ],
  ])('is refused where the schema %s', async (_, text, message) => {
    const registry = new MemoryRegistry();
    registry.add('t-value', text);
    const error = await errorOf(() => converterOn(registry, settings).fromConnectData('t', login, loginOf(5, 'a')));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
  });

  test('a number that does not fit the registered type is refused', async () => {
    const registry = new MemoryRegistry();
    registry.add('t-value', 'syntax = "proto3"; package com.x; message Login { uint32 id = 1; string name = 2; }');
    const error = await errorOf(() => converterOn(registry, settings).fromConnectData('t', login, loginOf(-1, 'a')));
    expect(error.message).toContain('field "id": -1 does not fit the type uint32');
  });

  test('a newer version is found when latest.cache.ttl.sec has passed', async () => {
    const registry = new MemoryRegistry();
    registry.add('t-value', latest);
    const converter = converterOn(registry, { ...settings, 'latest.cache.ttl.sec': '0' });
    const before = await converter.fromConnectData('t', login, loginOf(5, 'a'));
    registry.add('t-value', latest.replace('id = 9', 'id = 10'));
    const after = await converter.fromConnectData('t', login, loginOf(5, 'a'));
    expect([before!.at(-2), after!.at(-2)]).toEqual([9 * 8, 10 * 8]);
  });
});

describe('what was read is written as it came', () => {
  test.each([
    [
      'a oneof',
      'message M { int32 before = 5; oneof some_val { string one_id = 1; int32 other_id = 2; } bool after = 3; }',
      '0a0249442805' + '1801'.replace('1801', ''),
      {},
    ],
    ['a oneof of zero', 'message M { oneof some_val { string one_id = 1; int32 other_id = 2; } }', '1000', {}],
    [
      'a generalized oneof',
      'message M { oneof some_val { string one_id = 1; int32 other_id = 2; } }',
      '1005',
      { 'generalized.sum.type.support': 'true' },
    ],
    ['an enum', 'message M { enum S { A = 0; B = 1; } S s = 4; repeated S l = 5; }', '20012a020100', {}],
    [
      'an enum as number',
      'message M { enum S { A = 0; B = 1; } S s = 4; repeated S l = 5; }',
      '20012a020100',
      { 'int.for.enums': 'true' },
    ],
    ['an enum number without a name', 'message M { enum S { A = 0; } S s = 4; }', '2009', {}],
    ['a map', 'message M { map<string, string> m = 7; }', '3a0a0a0161120577 6f726c64'.replace(' ', ''), {}],
    [
      'a message that holds itself',
      'message M { int32 key = 1; M next = 2; repeated M list = 3; }',
      '0801' + '12040802' + '1200' + '1a020803',
      {},
    ],
    [
      'messages that hold each other',
      'message M { int32 key = 1; N n = 2; } message N { M m = 1; oneof u { M a = 2; string b = 3; } }',
      '0801' + '1208' + '0a020802' + '12020803',
      {},
    ],
    [
      'wrappers',
      'import "google/protobuf/wrappers.proto"; message M { int32 key = 1; google.protobuf.StringValue a = 2; google.protobuf.UInt32Value b = 3; }',
      '087b12040a0268691a0308c803',
      { 'wrapper.for.nullables': 'true' },
    ],
    [
      'optional fields',
      'message M { int32 key = 1; optional string value = 2; }',
      '087b1200',
      { 'optional.for.nullables': 'true' },
    ],
    [
      'numbers of all kinds',
      'message M { sint32 a = 1; sint64 b = 2; fixed32 c = 3; fixed64 d = 4; sfixed32 e = 5; sfixed64 f = 6; uint32 g = 7; uint64 h = 8; }',
      '0818101 81dffffffff210c000000000000002d0c000000310c000000000000003 8ffffffff0f400c'.replaceAll(' ', ''),
      {},
    ],
  ] as [string, string, string, Settings][])('%s', async (_, body, hex, settings) => {
    const registry = new MemoryRegistry();
    const id = registry.add('t-value', `syntax = "proto3"; ${body}`);
    const converter = converterOn(registry, settings);
    const read = await converter.toConnectData('t', Buffer.from([0, 0, 0, 0, id, 0, ...Buffer.from(hex, 'hex')]));
    const bytes = (await converter.fromConnectData('t', read.schema, read.value))!;
    const again = await converter.toConnectData('t', bytes);
    expect(plain(again.value)).toEqual(plain(read.value));
    expect(shown(again.schema!)).toBe(shown(read.schema!));
  });

  test.each([
    [
      'groups',
      'message M { optional group Grp = 1 { optional int32 x = 1; repeated string l = 2; } repeated group Many = 4 { optional int32 y = 1; } }',
      '0b08071201610c' + '230805242324',
    ],
    [
      'required, optional and unpacked fields',
      'message M { required int32 a = 1; optional string b = 2; repeated int32 c = 3; repeated int32 d = 4 [packed = true]; }',
      '08001200' + '18011802' + '22020304',
    ],
  ])('proto2: %s', async (_, body, hex) => {
    const registry = new MemoryRegistry();
    const id = registry.add('t-value', `syntax = "proto2"; ${body}`);
    const converter = converterOn(registry, { 'auto.register.schemas': 'false', 'use.latest.version': 'true' });
    const bytes = Buffer.from([0, 0, 0, 0, id, 0, ...Buffer.from(hex, 'hex')]);
    const { schema, value } = await converter.toConnectData('t', bytes);
    expect(await converter.fromConnectData('t', schema, value)).toEqual(bytes);
  });

  test('flattened unions are checked and written as the union that is registered', async () => {
    const registry = new MemoryRegistry();
    const file = 'syntax = "proto3"; message M { oneof some_val { string one_id = 1; int32 other_id = 2; } }';
    const id = registry.add('t-value', file);
    const settings = { 'flatten.unions': 'true', 'auto.register.schemas': 'false', 'use.latest.version': 'true' };
    const converter = converterOn(registry, settings);
    const bytes = Buffer.from([0, 0, 0, 0, id, 0, 16, 0]);
    const { schema, value } = await converter.toConnectData('t', bytes);
    expect(plain(value)).toEqual({ one_id: null, other_id: 0 });
    expect(await converter.fromConnectData('t', schema, value)).toEqual(bytes);
    const error = await errorOf(() => converter.fromConnectData('t', schema, Struct.of(schema!, ['', 0])));
    expect(error.message).toContain('field "some_val": 2 members of a oneof have a value');
  });

  test('a oneof of which two members have a value is refused', async () => {
    const member = (builder: SchemaBuilder) => builder.optional().build();
    const union = SchemaBuilder.struct()
      .name('io.confluent.connect.protobuf.Union.u')
      .optional()
      .field('a', member(SchemaBuilder.string()))
      .field('b', member(SchemaBuilder.int32()))
      .build();
    const schema = SchemaBuilder.struct().field('u_0', union).build();
    const converter = converterOn(new MemoryRegistry());
    const error = await errorOf(() =>
      converter.fromConnectData('t', schema, Struct.of(schema, [Struct.of(union, ['x', 0])])),
    );
    expect(error.message).toContain('field "u_0": 2 members of a oneof have a value');
  });
});

describe('settings', () => {
  test.each([
    ['skip.known.types', 'false', 'skip.known.types=false is not supported'],
    ['schemas.cache.config', 'many', 'Not a number'],
    ['optional.for.nullables', 'perhaps', 'true or false'],
  ])('%s=%s is refused', (name, value, message) => {
    const converter = new ProtobufConverter();
    expect(() => converter.configure({ 'schema.registry.url': 'http://r', [name]: value }, false)).toThrow(ConfigError);
    expect(() => converter.configure({ 'schema.registry.url': 'http://r', [name]: value }, false)).toThrow(message);
  });

  test('caches are bounded, and what was forgotten is made again', async () => {
    const registry = new MemoryRegistry();
    const converter = converterOn(registry, { 'schemas.cache.size': '1' });
    const schemas = [1, 2, 3, 1, 2, 3].map((i) =>
      SchemaBuilder.struct().name(`S${i}`).field('a', Schema.INT32_SCHEMA).build(),
    );
    for (const [index, schema] of schemas.entries()) {
      const data = await roundTrip(converter, schema, Struct.of(schema, [index]));
      expect([data.schema!.name, plain(data.value)]).toEqual([schema.name, { a: index }]);
    }
  });
});

test('structs of an equal schema that was made elsewhere are written too', async () => {
  const converter = converterOn(new MemoryRegistry());
  const copy = SchemaBuilder.struct()
    .name('com.x.Login')
    .field('id', Schema.INT32_SCHEMA)
    .field('name', SchemaBuilder.string().optional().build())
    .build();
  expect(plain((await roundTrip(converter, login, Struct.of(copy, [1, 'a']))).value)).toEqual({ id: 1, name: 'a' });
});

test('primitives stand alone', async () => {
  const converter = converterOn(new MemoryRegistry());
  const bytes = await converter.fromConnectData('t', Schema.INT32_SCHEMA, 15);
  expect(bytes!.toString('hex')).toBe('0000000001' + '0208' + '080f');
  const read = await converter.toConnectData('t', bytes);
  expect([shown(read.schema!), read.value]).toEqual(['INT32', 15]);
  const text = await converter.toConnectData('t', await converter.fromConnectData('t', Schema.STRING_SCHEMA, ''));
  expect([shown(text.schema!), text.value]).toEqual(['STRING', '']);
});

test('invalid names are scrubbed on the way out, and the data go with them', async () => {
  const converter = converterOn(new MemoryRegistry(), { 'scrub.invalid.names': 'true' });
  const schema = SchemaBuilder.struct().name('org.acme-corp.my record').field('a field', Schema.STRING_SCHEMA).build();
  const read = await roundTrip(converter, schema, Struct.of(schema, ['foo']));
  expect([read.schema!.name, plain(read.value)]).toEqual(['my_record', { a_field: 'foo' }]);
});
