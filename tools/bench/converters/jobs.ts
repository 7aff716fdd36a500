/** What is measured of converters and transformations, and what a process that measures is told and tells. */
import type { WorkerSide } from '../results.ts';

export interface Plugin {
  readonly class: string;
  readonly config: Readonly<Record<string, string>>;
}

/** The values that are converted: an order of ten fields, a text of 100 characters, its bytes, or a number. */
export type Values = 'order' | 'text' | 'bytes' | 'int64' | 'float64';

interface Terms {
  /** Of its own, as a schema registry remembers what was written to it. */
  readonly topic: string;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface ConverterJob extends Plugin, Terms {
  /** From Connect data to bytes, or from bytes to Connect data. */
  readonly kind: 'from' | 'to';
  readonly values: Values;
  /** Bytes before the data that differ from side to side: the id of the schema. */
  readonly headerBytes: number;
}

/** Transformations, one after another, of the orders. */
export interface ChainJob extends Terms {
  readonly kind: 'chain';
  readonly steps: readonly Plugin[];
}

export type Job = ConverterJob | ChainJob;

export interface JobResult {
  readonly records: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMiB: number;
  /** Of what came out for each value, so that the sides can be seen to do the same. */
  readonly digest: string;
}

/** A converter to measure: ours, and Java's where a registry of packages has it. */
export interface Subject {
  readonly name: string;
  readonly title: string;
  readonly values: Values;
  readonly headerBytes: number;
  readonly needsRegistry: boolean;
  readonly plugin: (side: WorkerSide, registryUrl: string) => Plugin | null;
}

const connect = 'org.apache.kafka.connect';

function simple(name: string, title: string, values: Values, plugin: Plugin): Subject {
  return { name, title, values, headerBytes: 0, needsRegistry: false, plugin: () => plugin };
}

const json = (enable: boolean): Plugin => ({
  class: `${connect}.json.JsonConverter`,
  config: { 'schemas.enable': String(enable) },
});

/** Those that know a schema registry. Of Java's there is Apicurio's for Avro; Confluent's are in no registry of packages. */
function registered(name: string, title: string, className: string, java: ((url: string) => Plugin) | null): Subject {
  const ours = (url: string): Plugin => ({ class: className, config: { 'schema.registry.url': url } });
  const plugin: Subject['plugin'] = (side, url) => (side === 'causeway' ? ours(url) : (java?.(url) ?? null));
  return { name, title, values: 'order', headerBytes: 5, needsRegistry: true, plugin };
}

const apicurioAvro = (url: string): Plugin => ({
  class: 'io.apicurio.registry.utils.converter.AvroConverter',
  config: {
    'apicurio.registry.url': url.replace(/\/apis\/ccompat\/v\d+$/, '/apis/registry/v2'),
    'apicurio.registry.auto-register': 'true',
    'apicurio.registry.as-confluent': 'true',
    'apicurio.registry.use-id': 'contentId',
    'apicurio.registry.headers.enabled': 'false',
  },
});

export const subjects: readonly Subject[] = [
  simple('json', 'JSON with schemas', 'order', json(true)),
  simple('json-plain', 'JSON without schemas', 'order', json(false)),
  registered('avro', 'Avro', 'io.confluent.connect.avro.AvroConverter', apicurioAvro),
  registered('protobuf', 'Protobuf', 'io.confluent.connect.protobuf.ProtobufConverter', null),
  registered('json-schema', 'JSON Schema', 'io.confluent.connect.json.JsonSchemaConverter', null),
  simple('string', 'String', 'text', { class: `${connect}.storage.StringConverter`, config: {} }),
  simple('bytes', 'ByteArray', 'bytes', { class: `${connect}.converters.ByteArrayConverter`, config: {} }),
  simple('long', 'Long', 'int64', { class: `${connect}.converters.LongConverter`, config: {} }),
  simple('double', 'Double', 'float64', { class: `${connect}.converters.DoubleConverter`, config: {} }),
];

const transform = (name: string, config: Plugin['config']): Plugin => ({
  class: `${connect}.transforms.${name}$Value`,
  config,
});

export const chain: readonly Plugin[] = [
  transform('InsertField', { 'offset.field': 'offset', 'static.field': 'source', 'static.value': 'shop' }),
  transform('ReplaceField', { exclude: 'note', renames: 'customer:buyer' }),
  transform('Cast', { spec: 'quantity:int64,price:string' }),
  transform('MaskField', { fields: 'email', replacement: 'hidden' }),
  transform('TimestampConverter', {
    field: 'created',
    'target.type': 'string',
    format: "yyyy-MM-dd'T'HH:mm:ss.SSS",
  }),
];
