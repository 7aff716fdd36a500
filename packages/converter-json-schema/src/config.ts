import { type ConfigMap, boolean, defineConfig, int, oneOf, oneOfIgnoringCase, rule, string } from '@causeway/api';
import {
  type RegistrySettings,
  checkSchemaRegistry,
  registrySettings,
  schemaRegistryKeys,
} from '@causeway/schema-registry';

const specVersions = ['draft_4', 'draft_6', 'draft_7', 'draft_2019_09', 'draft_2020_12'] as const;
export type SpecVersion = (typeof specVersions)[number];

const inclusions = ['ALWAYS', 'NON_NULL', 'NON_ABSENT', 'NON_EMPTY', 'NON_DEFAULT', 'CUSTOM', 'USE_DEFAULTS'] as const;

const objectsOnly =
  'Accepted and without effect, as in Java: it is for serializers of Java objects, not for converters.';

export const jsonSchemaConverterConfig = defineConfig(
  {
    ...schemaRegistryKeys,
    'schemas.cache.size': int({
      default: 1000,
      importance: 'high',
      doc: 'How many schemas are kept ready in this converter, in each direction.',
    }),
    'object.additional.properties': boolean({
      default: true,
      importance: 'medium',
      doc: 'Whether the schemas written allow properties in objects that they do not name. false writes "additionalProperties": false.',
    }),
    'use.optional.for.nonrequired': boolean({
      default: false,
      importance: 'medium',
      doc: 'Whether properties that a schema does not list as required are read as optional fields.',
    }),
    'decimal.format': string({
      default: 'BASE64',
      validate: oneOfIgnoringCase('BASE64', 'NUMERIC'),
      importance: 'low',
      doc: 'How decimals are written: BASE64 (the bytes of the unscaled number) or NUMERIC (a JSON number). Both are read.',
    }),
    'generalized.sum.type.support': boolean({
      default: false,
      importance: 'medium',
      doc: 'Whether enums and unions are marked in Connect schemas in the way that all schema formats share.',
    }),
    'ignore.default.for.nullables': boolean({
      default: false,
      importance: 'medium',
      doc: 'Whether a null stays null in an optional field that has a default, instead of becoming the default.',
    }),
    'flatten.singleton.unions': boolean({
      default: true,
      importance: 'low',
      doc: 'Whether a oneOf or anyOf of one member is read as that member, not as a union.',
    }),
    'ignore.modern.dialects': boolean({
      default: false,
      importance: 'low',
      doc: 'Whether schemas of drafts after 7 are taken as draft 7.',
    }),
    'json.fail.invalid.schema': boolean({
      default: false,
      importance: 'medium',
      doc: 'Whether each message, written or read, is validated against its JSON schema. Formats, such as date-time, are not checked.',
    }),
    'json.schema.spec.version': string({
      default: 'draft_7',
      validate: oneOfIgnoringCase(...specVersions),
      importance: 'medium',
      doc: 'By which draft messages are validated where a schema has no $schema: draft_4, draft_6, draft_7, draft_2019_09 or draft_2020_12.',
    }),
    'json.indent.output': boolean({
      default: false,
      importance: 'low',
      doc: 'Whether the JSON is written over several lines, with indents.',
    }),
    'json.fail.unknown.properties': boolean({ default: true, importance: 'low', doc: objectsOnly }),
    'json.write.dates.iso8601': boolean({ default: false, importance: 'medium', doc: objectsOnly }),
    'json.oneof.for.nullables': boolean({ default: true, importance: 'medium', doc: objectsOnly }),
    'json.default.property.inclusion': string({
      default: null,
      validate: rule(`one of ${inclusions.join(', ')}`, (value) =>
        value === null || inclusions.some((known) => known === (value as string).toUpperCase())
          ? null
          : `Use one of ${inclusions.join(', ')}`,
      ),
      importance: 'medium',
      doc: objectsOnly,
    }),
    'json.key.type': string({ default: 'java.lang.Object', importance: 'medium', doc: objectsOnly }),
    'json.value.type': string({ default: 'java.lang.Object', importance: 'medium', doc: objectsOnly }),
    'type.property': string({ default: 'javaType', importance: 'medium', doc: objectsOnly }),
    'json.validate.before.domain.rules': boolean({
      default: false,
      validate: rule('false', (value) =>
        value === true
          ? 'Rules of data contracts are not run, so nothing can be validated before them: leave it out'
          : null,
      ),
      importance: 'low',
      doc: 'Rules of data contracts are not run: only false is accepted.',
    }),
    'converter.type': string({
      default: null,
      validate: rule('key, value or header', (value, name) =>
        value === null ? null : oneOf('key', 'value', 'header')(value, name),
      ),
      importance: 'low',
      doc: 'What the converter is used for. Set by the worker.',
    }),
  },
  { validate: checkSchemaRegistry },
);

/** What the settings mean. */
export interface JsonSchemaSettings {
  readonly registry: RegistrySettings;
  readonly cacheSize: number;
  readonly additionalProperties: boolean;
  readonly optionalForNonRequired: boolean;
  readonly numericDecimals: boolean;
  readonly generalizedSumTypes: boolean;
  readonly ignoreDefaultForNullables: boolean;
  readonly flattenSingletonUnions: boolean;
  readonly ignoreModernDialects: boolean;
  readonly validate: boolean;
  readonly specVersion: SpecVersion;
  readonly indent: boolean;
}

/** @throws ConfigError for settings that can't be used */
export function jsonSchemaSettings(raw: ConfigMap): JsonSchemaSettings {
  const values = jsonSchemaConverterConfig.parse(raw);
  return {
    registry: registrySettings(values, raw),
    cacheSize: values['schemas.cache.size'],
    additionalProperties: values['object.additional.properties'],
    optionalForNonRequired: values['use.optional.for.nonrequired'],
    numericDecimals: values['decimal.format'].toUpperCase() === 'NUMERIC',
    generalizedSumTypes: values['generalized.sum.type.support'],
    ignoreDefaultForNullables: values['ignore.default.for.nullables'],
    flattenSingletonUnions: values['flatten.singleton.unions'],
    ignoreModernDialects: values['ignore.modern.dialects'],
    validate: values['json.fail.invalid.schema'],
    specVersion: values['json.schema.spec.version'].toLowerCase() as SpecVersion,
    indent: values['json.indent.output'],
  };
}
