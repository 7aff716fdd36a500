import { ConfigError, boolean, defineConfig, int, string } from '@causeway/api';
import type { ConfigMap, ConfigValues, Report } from '@causeway/api';
import {
  type RegistrySettings,
  checkSchemaRegistry,
  registrySettings,
  schemaRegistryKeys,
} from '@causeway/schema-registry';
import type { MappingSettings } from './settings.ts';

const group = 'Protobuf';

const keys = {
  ...schemaRegistryKeys,
  'enhanced.protobuf.schema.support': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether Connect schemas are named with their package (com.example.Login) when reading, instead of by the last part alone.',
  }),
  'scrub.invalid.names': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether characters that protobuf does not take in names of fields and messages are replaced. Otherwise such names are refused.',
  }),
  'int.for.enums': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether values of enums are read as INT32 instead of STRING.',
  }),
  'optional.for.nullables': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether optional fields are written as optional fields of proto3, so that null can be told from 0 and from an empty text; when reading, only these are optional.',
  }),
  'optional.for.proto2': boolean({
    default: true,
    importance: 'medium',
    group,
    doc: 'Whether an optional field of proto2 that is missing is read as null instead of its default.',
  }),
  'wrapper.for.nullables': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether optional primitives are written in the messages of google/protobuf/wrappers.proto, and those read as optional primitives.',
  }),
  'wrapper.for.raw.primitives': boolean({
    default: true,
    importance: 'medium',
    group,
    doc: 'Whether a record that is a message of google/protobuf/wrappers.proto is read as the primitive in it instead of a struct.',
  }),
  'generate.struct.for.nulls': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether a message that is missing is read as a struct of defaults instead of null.',
  }),
  'generate.index.for.unions': boolean({
    default: true,
    importance: 'medium',
    group,
    doc: 'Whether the struct of a oneof is named with its place (choice_0) instead of choice.',
  }),
  'flatten.unions': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether the members of a oneof are read as fields of the struct around it instead of a struct of their own.',
  }),
  'generalized.sum.type.support': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether enums and unions are marked by the parameters that all converters share (org.apache.kafka.connect.data.Enum and .Union) instead of those of Protobuf.',
  }),
  'ignore.default.for.nullables': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether null is written for an optional field that has a default, instead of the default.',
  }),
  'schemas.cache.config': int({
    default: 1000,
    importance: 'low',
    group,
    doc: 'How many schemas are kept ready in this converter, in each direction.',
  }),
  'schemas.cache.size': int({
    default: null,
    importance: 'low',
    group,
    doc: 'The same as schemas.cache.config, over which it wins.',
  }),
  'skip.known.types': boolean({
    default: true,
    importance: 'low',
    group,
    doc: "Whether files of google's and Confluent's are imported without a reference to a subject. Only true is supported.",
  }),
  'reference.subject.name.strategy': string({
    default: 'io.confluent.kafka.serializers.subject.DefaultReferenceSubjectNameStrategy',
    importance: 'low',
    group,
    doc: 'How subjects of references are named. Without effect: schemas of connectors are written as one file, which refers to none.',
  }),
  'reference.lookup.only': boolean({
    default: false,
    importance: 'low',
    group,
    doc: 'Whether references are looked up only. Without effect: schemas of connectors are written as one file, which refers to none.',
  }),
} as const;

type Values = ConfigValues<typeof keys>;

export const protobufConverterConfig = defineConfig(keys, { validate: check });

function check(values: Values, report: Report): void {
  checkSchemaRegistry(values, report);
  checkKnownTypes(values, report);
}

function checkKnownTypes(values: Values, report: Report): void {
  if (!values['skip.known.types'])
    report(
      'skip.known.types',
      'skip.known.types=false is not supported: files such as google/protobuf/timestamp.proto are not registered as references. Leave it out',
    );
}

/** What the settings mean for the converter. */
export interface ProtobufSettings {
  readonly registry: RegistrySettings;
  readonly mapping: MappingSettings;
  readonly cacheSize: number;
}

/** @throws ConfigError for a setting that can't be used */
export function protobufSettings(config: ConfigMap): ProtobufSettings {
  const values = protobufConverterConfig.parse(config);
  const problems: string[] = [];
  checkKnownTypes(values, (_, message) => problems.push(message));
  if (problems.length > 0) throw new ConfigError(problems.join('\n'), { code: 'ERR_CONFIG_INVALID' });
  return {
    registry: registrySettings(values, config),
    mapping: mappingSettings(values),
    cacheSize: values['schemas.cache.size'] ?? values['schemas.cache.config'],
  };
}

export function mappingSettings(values: Values): MappingSettings {
  return {
    keepsPackages: values['enhanced.protobuf.schema.support'],
    scrubsNames: values['scrub.invalid.names'],
    intForEnums: values['int.for.enums'],
    optionalForNullables: values['optional.for.nullables'],
    optionalForProto2: values['optional.for.proto2'],
    wrapperForNullables: values['wrapper.for.nullables'],
    wrapperForRawPrimitives: values['wrapper.for.raw.primitives'],
    structForNulls: values['generate.struct.for.nulls'],
    indexForUnions: values['generate.index.for.unions'],
    flattensUnions: values['flatten.unions'],
    generalizedSumTypes: values['generalized.sum.type.support'],
    ignoresDefaultForNullables: values['ignore.default.for.nullables'],
  };
}
