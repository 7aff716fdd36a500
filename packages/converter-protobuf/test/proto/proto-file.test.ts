import { DataError } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { entryMessageName, mapNameOfEntry, mapNameOfField } from '../../src/proto/map-names.ts';
import { parseProtoFile } from '../../src/proto/proto-file.ts';

const parse = (text: string, imports: Readonly<Record<string, string>> = {}) =>
  parseProtoFile({ text, imports: new Map(Object.entries(imports)) });

const protobufFiles = 'any api descriptor duration empty field_mask source_context struct timestamp type wrappers';
const typeFiles =
  'calendar_period color date datetime dayofweek decimal expr fraction interval latlng localized_text money month phone_number postal_address quaternion timeofday';
const known = [
  ...protobufFiles.split(' ').map((name) => `google/protobuf/${name}.proto`),
  ...typeFiles.split(' ').map((name) => `google/type/${name}.proto`),
  'confluent/meta.proto',
  'confluent/type/decimal.proto',
];

test.each(known)('%s is imported without a reference', (name) => {
  expect(parse(`syntax = "proto3"; import "${name}"; message M {}`).names).toEqual(['M']);
});

test('all of them may be imported together', () => {
  const imports = known.map((name) => `import "${name}";`).join('');
  expect(
    parse(`syntax = "proto3"; ${imports} message M { google.protobuf.Api api = 1; google.type.Color color = 2; }`)
      .names,
  ).toEqual(['M']);
});

test('a reference goes before the file of the same name that is built in', () => {
  const own = 'syntax = "proto3"; package google.type; message Money { int32 cents = 9; }';
  const file = parse('syntax = "proto3"; import "google/type/money.proto"; message M { google.type.Money m = 1; }', {
    'google/type/money.proto': own,
  });
  expect(file.messageAt([0]).fields['m']!.resolvedType!.toJSON()).toMatchObject({ fields: { cents: { id: 9 } } });
});

describe('messages are counted as the file has them', () => {
  const file = parse(
    `syntax = "proto2"; package a.b; import "google/protobuf/descriptor.proto"; import public "other.proto";
     extend google.protobuf.FieldOptions { optional string mine = 50000; }
     enum E { X = 0; }
     message First { optional group G = 1 { optional int32 x = 1; } enum F { Y = 0; } message In { message Deep {} } message Also {} }
     service S {} message Second { optional Other o = 1 [(mine) = "x"]; }`,
    { 'other.proto': 'syntax = "proto3"; package a.b; message Other {}' },
  );

  test.each([
    [[0], 'a.b.First'],
    [[1], 'a.b.Second'],
    [[0, 0], 'a.b.First.In'],
    [[0, 1], 'a.b.First.Also'],
    [[0, 0, 0], 'a.b.First.In.Deep'],
  ])('%j is %s', (indexes, name) => {
    expect(file.messageAt(indexes).fullName).toBe(`.${name}`);
    expect(file.indexesOf(name)).toEqual(indexes);
  });

  test.each([[[2]], [[0, 2]], [[1, 0]]])('%j is none', (indexes) => {
    expect(() => file.messageAt(indexes)).toThrow(DataError);
  });

  test('those of other files are none of it', () => {
    expect(file.indexesOf('a.b.Other')).toBeNull();
  });
});

test.each([
  ['no protobuf', '{"type": "string"}', 'illegal token'],
  ['an unknown type', 'syntax = "proto3"; message M { Nowhere n = 1; }', "no such Type or Enum 'Nowhere'"],
  [
    'a file that is not there',
    'syntax = "proto3"; import "x.proto"; message M {}',
    'imports x.proto, but has no reference of that name',
  ],
  ['a name that is there twice', 'syntax = "proto3"; message M {} message M {}', 'duplicate name'],
])('%s is refused', (_, text, message) => {
  expect(() => parse(text)).toThrow(DataError);
  expect(() => parse(text)).toThrow(message);
});

test.each([
  ['map_type', 'MapTypeEntry'],
  ['connect_default2', 'ConnectDefault2Entry'],
  ['tags', 'tagsEntry'],
])('entries of the map %s are messages %s, and back', (map, entry) => {
  expect(entryMessageName(map)).toBe(entry);
  expect(mapNameOfEntry(entry)).toBe(map);
});

test.each([
  ['map_type', 'map_type'],
  ['mapType', 'map_type'],
  ['tags', 'tags'],
])('the map of the field %s is called %s', (field, map) => {
  expect(mapNameOfField(field)).toBe(map);
});

test('a schema without a text is read as well: a file descriptor in base64', () => {
  const descriptor =
    'Cgpib29rLnByb3RvIi8KBEJvb2sSEAoIdGhlX25hbWUYASABKAkSFQoFZ2VucmUYAiABKA4yBi5HZW5yZSoeCgVHZW5yZRIKCgZQT0VUUlkQABIJCgVOT1ZFTBABYgZwcm90bzM=';
  const file = parse(descriptor);
  expect(file.names).toEqual(['Book']);
});
