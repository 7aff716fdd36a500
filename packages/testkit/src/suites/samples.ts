import {
  DateType,
  Decimal,
  DecimalType,
  Schema,
  SchemaBuilder,
  type SchemaType,
  Struct,
  TimestampType,
  TimeType,
} from '@causeway/api';

/** A value with its schema, to be written and read. */
export interface Sample {
  readonly name: string;
  readonly schema: Schema | null;
  readonly value: unknown;
}

const person = SchemaBuilder.struct()
  .name('com.example.Person')
  .version(2)
  .doc('Somebody')
  .field('id', Schema.INT64_SCHEMA)
  .field('name', Schema.OPTIONAL_STRING_SCHEMA)
  .field('tags', SchemaBuilder.array(Schema.STRING_SCHEMA).build())
  .build();

const sample = (name: string, schema: Schema, value: unknown): Sample => ({ name, schema, value });

const primitives: readonly Sample[] = [
  sample('INT8, its ends', Schema.INT8_SCHEMA, -128),
  sample('INT16, its ends', Schema.INT16_SCHEMA, 32767),
  sample('INT32, its ends', Schema.INT32_SCHEMA, -2147483648),
  sample('INT64, a safe integer', Schema.INT64_SCHEMA, Number.MAX_SAFE_INTEGER),
  sample('INT64, past 2^53', Schema.INT64_SCHEMA, 9007199254740993n),
  sample('INT64, its ends', Schema.INT64_SCHEMA, -(2n ** 63n)),
  sample('FLOAT32', Schema.FLOAT32_SCHEMA, Math.fround(0.1)),
  sample('FLOAT64', Schema.FLOAT64_SCHEMA, 0.1),
  sample('FLOAT64, without a fraction', Schema.FLOAT64_SCHEMA, 1e21),
  sample('BOOLEAN', Schema.BOOLEAN_SCHEMA, false),
  sample('STRING', Schema.STRING_SCHEMA, 'naïve "quoted" \\ 日本 😀 \u0000\n'),
  sample('STRING, empty', Schema.STRING_SCHEMA, ''),
  sample('BYTES', Schema.BYTES_SCHEMA, Buffer.from([0, 127, 128, 255])),
  sample('BYTES, empty', Schema.BYTES_SCHEMA, Buffer.alloc(0)),
];

const logical: readonly Sample[] = [
  sample('Decimal', DecimalType.schema(2), Decimal.parse('-123456789012345678901234567890.12')),
  sample('Date before 1970', DateType.SCHEMA, new Date('1969-12-31')),
  sample('Time', TimeType.SCHEMA, new Date(86_399_999)),
  sample('Timestamp before 1970', TimestampType.SCHEMA, new Date(-1)),
];

const containers: readonly Sample[] = [
  sample('ARRAY', SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build(), [1, null, 3]),
  sample('ARRAY, empty', SchemaBuilder.array(Schema.STRING_SCHEMA).build(), []),
  sample('MAP', SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build(), new Map([['a', 1]])),
  sample(
    'MAP with the key __proto__',
    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build(),
    protoMap(),
  ),
  sample('STRUCT', person, Struct.of(person, [1, 'Ann', ['x', 'y']])),
  sample('STRUCT with a null', person, Struct.of(person, [1, null, []])),
  sample('STRUCT with the field __proto__', protoStruct().schema, protoStruct()),
  sample('ARRAY of STRUCT', SchemaBuilder.array(person).build(), [Struct.of(person, [2, 'Bob', []])]),
];

/** The schema contains itself, for converters whose format can say so. */
export function recursiveSamples(): Sample[] {
  const tree = Schema.recursive((self) =>
    SchemaBuilder.struct()
      .name('com.example.Tree')
      .version(1)
      .field('label', Schema.STRING_SCHEMA)
      .field('next', self.withOptional(true))
      .field('children', SchemaBuilder.array(self).build())
      .build(),
  );
  const node = (label: string, next: Struct | null, children: readonly Struct[], schema = tree): Struct =>
    Struct.of(schema, [label, next, children]);
  const inner = tree.field('next')!.schema;
  return [
    sample('STRUCT that contains itself', tree, node('a', node('b', null, [], inner), [node('c', null, [])])),
    sample('STRUCT that could contain itself and does not', tree, node('a', null, [])),
  ];
}

function protoMap(): Map<string, number> {
  return new Map([
    ['__proto__', 1],
    ['constructor', 2],
  ]);
}

function protoStruct(): Struct {
  const schema = SchemaBuilder.struct()
    .field('__proto__', Schema.STRING_SCHEMA)
    .field('hasOwnProperty', Schema.INT32_SCHEMA)
    .build();
  return Struct.of(schema, ['x', 1]);
}

/** Values of all types, or of those named; `Decimal` and the other logical ones count as the type they are stored as. */
export function samples(types?: readonly SchemaType[], { withLogical = true } = {}): Sample[] {
  const all = withLogical ? [...primitives, ...logical, ...containers] : [...primitives, ...containers];
  return all.filter(({ schema }) => types === undefined || types.includes(schema!.type));
}
