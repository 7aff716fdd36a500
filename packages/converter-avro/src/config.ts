import { type ConfigMap, atLeast, boolean, defineConfig, int } from '@causeway/api';
import {
  type RegistrySettings,
  checkSchemaRegistry,
  registrySettings,
  schemaRegistryKeys,
} from '@causeway/schema-registry';

const group = 'Avro';

export const avroConverterConfig = defineConfig(
  {
    ...schemaRegistryKeys,
    'enhanced.avro.schema.support': boolean({
      default: false,
      importance: 'medium',
      group,
      doc: 'Whether enums are written as Avro enums again, and records in a union are told apart with their namespace.',
    }),
    'scrub.invalid.names': boolean({
      default: false,
      importance: 'medium',
      group,
      doc: 'Whether names that Avro does not allow are changed into such that it does. Otherwise they are an error.',
    }),
    'connect.meta.data': boolean({
      default: true,
      importance: 'low',
      group,
      doc: "Whether name, version, doc, parameters and default of Connect's schemas are kept in the Avro schema as connect.… properties.",
    }),
    'allow.optional.map.keys': boolean({
      default: false,
      importance: 'low',
      group,
      doc: 'Whether maps with optional string keys are written as Avro maps. Otherwise they are arrays of entries.',
    }),
    'flatten.singleton.unions': boolean({
      default: true,
      importance: 'low',
      group,
      doc: 'Whether an Avro union of one type is read as that type.',
    }),
    'discard.type.doc.default': boolean({
      default: false,
      importance: 'low',
      group,
      doc: "Whether doc and default of Avro's fields alone are kept, and those of its types are not.",
    }),
    'generalized.sum.type.support': boolean({
      default: false,
      importance: 'medium',
      group,
      doc: 'Whether enums and unions are marked with parameters that do not depend on the format, as the Protobuf and JSON Schema converters do.',
    }),
    'ignore.default.for.nullables': boolean({
      default: false,
      importance: 'medium',
      group,
      doc: 'Whether a null in a field that has a default is written as null. Otherwise the default is written.',
    }),
    'schemas.cache.config': int({
      default: 1000,
      validate: atLeast(1),
      importance: 'low',
      group,
      doc: 'How many schemas are kept ready in this converter, in each direction.',
    }),
  },
  { validate: checkSchemaRegistry },
);

/** What the settings mean for mapping schemas and values. */
export interface AvroSettings {
  readonly enhanced: boolean;
  readonly scrub: boolean;
  readonly metaData: boolean;
  readonly optionalMapKeys: boolean;
  readonly flattenSingletonUnions: boolean;
  readonly discardTypeDocDefault: boolean;
  readonly generalizedSumTypes: boolean;
  readonly ignoreDefaultForNullables: boolean;
}

export interface ConverterSettings {
  readonly avro: AvroSettings;
  readonly registry: RegistrySettings;
  readonly cacheSize: number;
}

/** @throws ConfigError for settings that can't be used */
export function converterSettings(config: ConfigMap): ConverterSettings {
  const values = avroConverterConfig.parse(config);
  return {
    avro: {
      enhanced: values['enhanced.avro.schema.support'],
      scrub: values['scrub.invalid.names'],
      metaData: values['connect.meta.data'],
      optionalMapKeys: values['allow.optional.map.keys'],
      flattenSingletonUnions: values['flatten.singleton.unions'],
      discardTypeDocDefault: values['discard.type.doc.default'],
      generalizedSumTypes: values['generalized.sum.type.support'],
      ignoreDefaultForNullables: values['ignore.default.for.nullables'],
    },
    registry: registrySettings(values, config),
    cacheSize: values['schemas.cache.config'],
  };
}
