/** Values with their schemas, and the Avro schemas that Confluent's AvroConverter makes of these. For tests of this package and of others. */
import { DateType, Decimal, DecimalType, Schema, SchemaBuilder, Struct, TimeType, TimestampType } from '@causeway/api';

export interface Fixture {
  readonly title: string;
  readonly schema: Schema | null;
  /** The Avro schema, as text. */
  readonly avro: string;
  /** Each with its Avro encoding in hexadecimal digits, without the frame. */
  readonly values: readonly (readonly [value: unknown, hex: string])[];
}

const name = (logical: string): string => `org.apache.kafka.connect.data.${logical}`;

const address = SchemaBuilder.struct().name('com.example.Address').field('city', Schema.STRING_SCHEMA).build();
const optionalAddress = address.withOptional(true);
const person = SchemaBuilder.struct()
  .name('com.example.Person')
  .version(3)
  .doc('A person')
  .field('id', Schema.INT64_SCHEMA)
  .field('name', Schema.OPTIONAL_STRING_SCHEMA)
  .field('home', address)
  .field('work', optionalAddress)
  .field('tags', SchemaBuilder.array(Schema.STRING_SCHEMA).build())
  .field('level', SchemaBuilder.int16().defaultValue(5).build())
  .build();

const node = Schema.recursive((self) =>
  SchemaBuilder.struct()
    .name('com.example.Node')
    .version(1)
    .field('value', Schema.INT32_SCHEMA)
    .field('next', self.withOptional(true))
    .field('others', SchemaBuilder.array(self).build())
    .build(),
);

const unnamed = SchemaBuilder.struct()
  .field('a', SchemaBuilder.struct().field('x', Schema.BOOLEAN_SCHEMA).build())
  .field('b', SchemaBuilder.struct().optional().field('y', Schema.INT32_SCHEMA).build())
  .build();

const union = SchemaBuilder.struct()
  .name('io.confluent.connect.avro.Union')
  .optional()
  .field('int', Schema.OPTIONAL_INT32_SCHEMA)
  .field('string', Schema.OPTIONAL_STRING_SCHEMA)
  .field('Address', optionalAddress)
  .build();

export const fixtures: readonly Fixture[] = [
  {
    title: 'an INT8',
    schema: Schema.INT8_SCHEMA,
    avro: '{"type":"int","connect.type":"int8"}',
    values: [
      [-128, 'ff01'],
      [127, 'fe01'],
    ],
  },
  {
    title: 'an INT16',
    schema: Schema.INT16_SCHEMA,
    avro: '{"type":"int","connect.type":"int16"}',
    values: [
      [-32768, 'ffff03'],
      [1, '02'],
    ],
  },
  {
    title: 'an INT32',
    schema: Schema.INT32_SCHEMA,
    avro: '"int"',
    values: [
      [0, '00'],
      [-1, '01'],
      [64, '8001'],
      [2147483647, 'feffffff0f'],
      [-2147483648, 'ffffffff0f'],
    ],
  },
  {
    title: 'an INT64',
    schema: Schema.INT64_SCHEMA,
    avro: '"long"',
    values: [
      [2147483648, '8080808010'],
      [-2147483649, '8180808010'],
      [Number.MAX_SAFE_INTEGER, 'feffffffffffff1f'],
      [Number.MIN_SAFE_INTEGER, 'fdffffffffffff1f'],
      [9007199254740992n, '8080808080808020'],
      [-9007199254740992n, 'ffffffffffffff1f'],
      [9223372036854775807n, 'feffffffffffffffff01'],
      [-9223372036854775808n, 'ffffffffffffffffff01'],
    ],
  },
  {
    title: 'a FLOAT32',
    schema: Schema.FLOAT32_SCHEMA,
    avro: '"float"',
    values: [
      [1.5, '0000c03f'],
      [NaN, '0000c07f'],
      [-Infinity, '000080ff'],
    ],
  },
  {
    title: 'a FLOAT64',
    schema: Schema.FLOAT64_SCHEMA,
    avro: '"double"',
    values: [
      [0.1, '9a9999999999b93f'],
      [-0, '0000000000000080'],
    ],
  },
  {
    title: 'a BOOLEAN',
    schema: Schema.BOOLEAN_SCHEMA,
    avro: '"boolean"',
    values: [
      [true, '01'],
      [false, '00'],
    ],
  },
  {
    title: 'a STRING',
    schema: Schema.STRING_SCHEMA,
    avro: '"string"',
    values: [
      ['', '00'],
      ['é😀', '0cc3a9f09f9880'],
      ['a'.repeat(64), `8001${'61'.repeat(64)}`],
    ],
  },
  {
    title: 'BYTES, which stand without their length',
    schema: Schema.BYTES_SCHEMA,
    avro: '"bytes"',
    values: [
      [Buffer.of(1, 255), '01ff'],
      [Buffer.alloc(0), ''],
    ],
  },
  { title: 'an optional INT32', schema: Schema.OPTIONAL_INT32_SCHEMA, avro: '["null","int"]', values: [[7, '020e']] },
  {
    title: 'an optional one with a default',
    schema: SchemaBuilder.int32().optional().defaultValue(7).build(),
    avro: '[{"type":"int","connect.default":7},"null"]',
    values: [[1, '0002']],
  },
  {
    title: 'a Date',
    schema: DateType.SCHEMA,
    avro: `{"type":"int","connect.version":1,"connect.name":"${name('Date')}","logicalType":"date"}`,
    values: [
      [new Date('2022-04-15'), 'b2aa02'],
      [new Date('1969-12-31'), '01'],
    ],
  },
  {
    title: 'a Time',
    schema: TimeType.SCHEMA,
    avro: `{"type":"int","connect.version":1,"connect.name":"${name('Time')}","logicalType":"time-millis"}`,
    values: [[new Date(86_399_999), 'feefb252']],
  },
  {
    title: 'a Timestamp',
    schema: TimestampType.builder().build(),
    avro: `{"type":"long","connect.version":1,"connect.name":"${name('Timestamp')}","logicalType":"timestamp-millis"}`,
    values: [[new Date(1_650_000_000_123), 'f6d1cfba8560']],
  },
  {
    title: 'a Decimal',
    schema: DecimalType.schema(2),
    avro: `{"type":"bytes","scale":2,"precision":64,"connect.version":1,"connect.parameters":{"scale":"2"},"connect.name":"${name('Decimal')}","logicalType":"decimal"}`,
    values: [
      [new Decimal(-12345n, 2), 'cfc7'],
      [new Decimal(10n ** 30n, 2), '0c9f2c9cd04674edea40000000'],
    ],
  },
  {
    title: 'a Decimal with a precision',
    schema: DecimalType.builder(0).optional().parameter('connect.decimal.precision', '10').build(),
    avro: `["null",{"type":"bytes","scale":0,"precision":10,"connect.version":1,"connect.parameters":{"scale":"0","connect.decimal.precision":"10"},"connect.name":"${name('Decimal')}","logicalType":"decimal"}]`,
    values: [[new Decimal(1n, 0), '020201']],
  },
  {
    title: 'an array',
    schema: SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(),
    avro: '{"type":"array","items":["null","string"]}',
    values: [
      [[], '00'],
      [['a', null], '0402026100' + '00'],
    ],
  },
  {
    title: 'a map',
    schema: SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
    avro: '{"type":"map","values":"int"}',
    values: [
      [new Map(), '00'],
      [new Map([['k', 1]]), '02026b0200'],
    ],
  },
  {
    title: 'a map whose keys are no strings',
    schema: SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA).build(),
    avro: '{"type":"array","items":{"type":"record","name":"MapEntry","namespace":"io.confluent.connect.avro","fields":[{"name":"key","type":"int"},{"name":"value","type":["null","string"],"default":null}]}}',
    values: [
      [
        new Map<number, unknown>([
          [1, 'a'],
          [2, null],
        ]),
        '0402020261040000',
      ],
    ],
  },
  {
    title: 'a map with optional keys and a name',
    schema: SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA).name('a.Pairs').build(),
    avro: '{"type":"array","items":{"type":"record","name":"Pairs","namespace":"a","fields":[{"name":"key","type":["null","string"],"default":null},{"name":"value","type":"int"}],"connect.internal.type":"MapEntry"},"connect.name":"a.Pairs"}',
    values: [[new Map([[null, 1]]), '02000200']],
  },
  {
    title: 'a struct',
    schema: person,
    avro:
      '{"type":"record","name":"Person","namespace":"com.example","fields":[{"name":"id","type":"long"},{"name":"name","type":["null","string"],"default":null},' +
      '{"name":"home","type":{"type":"record","name":"Address","fields":[{"name":"city","type":"string"}],"connect.name":"com.example.Address"}},' +
      '{"name":"work","type":["null","Address"],"default":null},{"name":"tags","type":{"type":"array","items":"string"}},' +
      '{"name":"level","type":{"type":"int","connect.default":5,"connect.type":"int16"},"default":5}],"connect.doc":"A person","connect.version":3,"connect.name":"com.example.Person"}',
    values: [
      [
        new Struct(person, [
          1,
          'Ann',
          new Struct(address, ['Rome']),
          new Struct(optionalAddress, ['Oslo']),
          ['x', 'y'],
          6,
        ]),
        '020206416e6e08526f6d6502084f736c6f040278027900' + '0c',
      ],
      [new Struct(person, [1, null, new Struct(address, ['']), null, [], 5]), '02000000000a'],
    ],
  },
  {
    title: 'a struct without a name',
    schema: unnamed,
    avro:
      '{"type":"record","name":"ConnectDefault","namespace":"io.confluent.connect.avro","fields":[{"name":"a","type":{"type":"record","name":"ConnectDefault2","fields":[{"name":"x","type":"boolean"}]}},' +
      '{"name":"b","type":["null",{"type":"record","name":"ConnectDefault3","fields":[{"name":"y","type":"int"}]}],"default":null}]}',
    values: [
      [
        new Struct(unnamed, [
          new Struct(unnamed.fields[0]!.schema, [true]),
          new Struct(unnamed.fields[1]!.schema, [3]),
        ]),
        '010206',
      ],
    ],
  },
  {
    title: 'a union',
    schema: union,
    avro: '["null","int","string",{"type":"record","name":"Address","namespace":"com.example","fields":[{"name":"city","type":"string"}],"connect.name":"com.example.Address"}]',
    values: [
      [new Struct(union, [7, null, null]), '020e'],
      [new Struct(union, [null, 'x', null]), '040278'],
      [new Struct(union, [null, null, new Struct(optionalAddress, ['Bonn'])]), '0608426f6e6e'],
    ],
  },
  {
    title: 'a struct that contains itself',
    schema: node,
    avro:
      '{"type":"record","name":"Node","namespace":"com.example","fields":[{"name":"value","type":"int"},{"name":"next","type":["null","Node"],"default":null},' +
      '{"name":"others","type":{"type":"array","items":"Node"}}],"connect.version":1,"connect.name":"com.example.Node"}',
    values: [
      [new Struct(node, [1, null, []]), '020000'],
      [
        new Struct(node, [1, new Struct(node.fields[1]!.schema, [2, null, []]), [new Struct(node, [3, null, []])]]),
        '02' + '02040000' + '02060000' + '00',
      ],
    ],
  },
  {
    title: 'data without a schema',
    schema: null,
    avro:
      '{"type":"record","name":"Anything","namespace":"io.confluent.connect.avro","fields":[{"name":"boolean","type":["null","boolean"],"default":null},{"name":"bytes","type":["null","bytes"],"default":null},' +
      '{"name":"double","type":["null","double"],"default":null},{"name":"float","type":["null","float"],"default":null},{"name":"int","type":["null","int"],"default":null},' +
      '{"name":"long","type":["null","long"],"default":null},{"name":"string","type":["null","string"],"default":null},{"name":"array","type":["null",{"type":"array","items":"Anything"}],"default":null},' +
      '{"name":"map","type":["null",{"type":"array","items":{"type":"record","name":"MapEntry","fields":[{"name":"key","type":"Anything"},{"name":"value","type":"Anything"}]}}],"default":null}]}',
    values: [
      ['x', '00000000000002027800' + '00'],
      [1, '000000000002020000' + '00'],
    ],
  },
];
