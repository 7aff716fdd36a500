import {
  type ConfigMap,
  Headers,
  type PredicatePlugin,
  Schema,
  SchemaBuilder,
  SinkRecord,
  SourceRecord,
  Struct,
  TimestampType,
  type TransformationPlugin,
} from '@causeway/api';
import { testPredicate, testTransform, type TransformSuite } from '@causeway/testkit';
import plugins from '@causeway/transforms';
import { describe, test } from 'vitest';

const runner = { describe, test };

const inner = SchemaBuilder.struct().field('x', Schema.INT32_SCHEMA).build();
const outer = SchemaBuilder.struct()
  .name('outer')
  .field('id', Schema.INT64_SCHEMA)
  .field('name', Schema.OPTIONAL_STRING_SCHEMA)
  .field('at', TimestampType.SCHEMA)
  .field('__proto__', Schema.STRING_SCHEMA)
  .field('in', inner)
  .build();

const common = { topic: 'orders', keySchema: Schema.STRING_SCHEMA, key: 'k', timestamp: 1_650_000_000_123 };
const headers = () => new Headers([{ key: 'h', schema: Schema.STRING_SCHEMA, value: 'v' }]);

function struct(): SinkRecord {
  const value = Struct.of(outer, [1, 'Ann', new Date(0), 'p', Struct.of(inner, [5])]);
  const place = { kafkaPartition: 0, kafkaOffset: 7 };
  return new SinkRecord({ ...common, ...place, headers: headers(), valueSchema: outer, value });
}

function map(): SourceRecord {
  const value = new Map<unknown, unknown>([
    ['id', 1],
    ['name', 'Ann'],
    ['at', new Date(0)],
    ['__proto__', 'p'],
    ['in', new Map([['x', 5]])],
  ]);
  return new SourceRecord({ ...common, sourcePartition: {}, sourceOffset: {}, headers: headers(), value });
}

function plainMap(): SourceRecord {
  const value = new Map(map().value as Map<unknown, unknown>);
  value.delete('at');
  return map().newRecord({ value });
}

const text = () => map().newRecord({ valueSchema: Schema.STRING_SCHEMA, value: 'x' });

interface Row {
  readonly config: ConfigMap;
  readonly nullValue: TransformSuite['nullValue'];
  /** A setting of that name that must be refused. */
  readonly bad?: readonly [key: string, value: string];
  /** Only those of `records` that it can be applied to; all by default. */
  readonly records?: Readonly<Record<string, () => SourceRecord | SinkRecord>>;
  /** It needs a struct or a map. */
  readonly refusesText?: boolean;
}

const rows: Readonly<Record<string, Row>> = {
  Cast$Value: { config: { spec: 'id:string' }, nullValue: 'passes', bad: ['spec', 'id:nothing'], refusesText: true },
  DropHeaders: { config: { headers: 'h' }, nullValue: 'changes', bad: ['headers', ''] },
  ExtractField$Value: { config: { field: 'id' }, nullValue: 'passes', refusesText: true },
  Filter: { config: {}, nullValue: 'drops' },
  Flatten$Value: {
    config: {},
    nullValue: 'passes',
    refusesText: true,
    records: { 'a struct': struct, 'a map': plainMap },
  },
  HeaderFrom$Value: {
    config: { fields: 'id', headers: 'id', operation: 'move' },
    nullValue: 'fails',
    bad: ['operation', 'steal'],
    refusesText: true,
  },
  HoistField$Value: { config: { field: 'f' }, nullValue: 'changes' },
  InsertField$Value: {
    config: { 'topic.field': 'topic', 'timestamp.field': 'ts' },
    nullValue: 'passes',
    refusesText: true,
  },
  InsertHeader: { config: { header: 'new', 'value.literal': '[1,2]' }, nullValue: 'changes' },
  MaskField$Value: { config: { fields: 'name' }, nullValue: 'fails', bad: ['fields', ''], refusesText: true },
  RegexRouter: {
    config: { regex: '(.*)', replacement: 'new-$1' },
    nullValue: 'changes',
    bad: ['regex', '('],
  },
  ReplaceField$Value: {
    config: { exclude: 'at', renames: 'id:key' },
    nullValue: 'passes',
    bad: ['renames', 'a'],
    refusesText: true,
  },
  SetSchemaMetadata$Value: {
    config: { 'schema.name': 'n' },
    nullValue: 'passes',
    bad: ['schema.version', 'x'],
    refusesText: true,
    records: { 'a struct': struct },
  },
  TimestampConverter$Value: {
    config: { 'target.type': 'string', field: 'at', format: 'yyyy-MM-dd' },
    nullValue: 'passes',
    bad: ['target.type', 'day'],
    refusesText: true,
  },
  TimestampRouter: { config: {}, nullValue: 'changes' },
  ValueToKey: { config: { fields: 'id,__proto__' }, nullValue: 'fails', bad: ['fields', ''], refusesText: true },
};

const all = { 'a struct': struct, 'a map': map };

describe.each(Object.entries(rows))('%s', (name, { config, nullValue, bad, records = all, refusesText = false }) => {
  const className = `org.apache.kafka.connect.transforms.${name}`;
  const plugin = plugins.find((p) => p.class === className) as TransformationPlugin;
  testTransform(runner, {
    create: plugin.create,
    applies: Object.entries(records).map(([of, record]) => ({ name: of, config, record })),
    refuses: refusesText ? [{ name: 'a text', config, record: text }] : [],
    badConfigs: bad ? [{ name: `${bad[0]}=${bad[1]}`, config: settings(config, bad), key: bad[0] }] : [],
    nullValue,
  });
});

const settings = (config: ConfigMap, [key, value]: readonly [string, string]): Record<string, string> => ({
  ...(config as Record<string, string>),
  [key]: value,
});

const tombstone = () => struct().newRecord({ valueSchema: null, value: null });

describe.each<[string, ConfigMap, () => SourceRecord | SinkRecord, () => SourceRecord | SinkRecord, string | null]>([
  ['HasHeaderKey', { name: 'h' }, struct, () => struct().newRecord({ headers: null }), 'name'],
  ['RecordIsTombstone', {}, tombstone, map, null],
  ['TopicNameMatches', { pattern: 'ord.*' }, map, () => map().newRecord({ topic: 'disorder' }), 'pattern'],
])('%s', (name, config, matching, other, key) => {
  const className = `org.apache.kafka.connect.transforms.predicates.${name}`;
  const plugin = plugins.find((p) => p.class === className) as PredicatePlugin;
  testPredicate(runner, {
    create: plugin.create,
    tests: [
      { name: 'a record', config, record: matching, matches: true },
      { name: 'another', config, record: other, matches: false },
    ],
    badConfigs: key === null ? [] : [{ name: `no ${key}`, config: {}, key }],
  });
});
