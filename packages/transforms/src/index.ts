/**
 * The transformations of single records and the predicates that come with Kafka Connect.
 *
 * - `fields/`: ExtractField, Flatten, HoistField, InsertField, MaskField, ReplaceField, ValueToKey · `cast/`: Cast
 * - `headers/`: DropHeaders, HeaderFrom, InsertHeader · `schemas/`: SetSchemaMetadata · `time/`: TimestampConverter
 * - `routing/`: Filter, RegexRouter, TimestampRouter · `predicates/`: HasHeaderKey, RecordIsTombstone, TopicNameMatches
 * - `Side`: most exist twice, for keys and for values; `SchemaCache`: what a schema becomes is worked out once
 *
 * Knows nothing of connectors, converters or the worker.
 */
import { definePlugins, type PredicatePlugin, type TransformationPlugin } from '@causeway/api';
import { Cast, castConfig } from './cast/cast.ts';
import { ExtractField, extractFieldConfig } from './fields/extract-field.ts';
import { Flatten, flattenConfig } from './fields/flatten.ts';
import { HoistField, hoistFieldConfig } from './fields/hoist-field.ts';
import { InsertField, insertFieldConfig } from './fields/insert-field.ts';
import { MaskField, maskFieldConfig } from './fields/mask-field.ts';
import { ReplaceField, replaceFieldConfig } from './fields/replace-field.ts';
import { ValueToKey, valueToKeyConfig } from './fields/value-to-key.ts';
import { DropHeaders, dropHeadersConfig } from './headers/drop-headers.ts';
import { HeaderFrom, headerFromConfig } from './headers/header-from.ts';
import { InsertHeader, insertHeaderConfig } from './headers/insert-header.ts';
import { HasHeaderKey, hasHeaderKeyConfig } from './predicates/has-header-key.ts';
import { RecordIsTombstone, recordIsTombstoneConfig } from './predicates/record-is-tombstone.ts';
import { TopicNameMatches, topicNameMatchesConfig } from './predicates/topic-name-matches.ts';
import { forKeyAndValue } from './record/side.ts';
import { Filter, filterConfig } from './routing/filter.ts';
import { RegexRouter, regexRouterConfig } from './routing/regex-router.ts';
import { TimestampRouter, timestampRouterConfig } from './routing/timestamp-router.ts';
import { SetSchemaMetadata, setSchemaMetadataConfig } from './schemas/set-schema-metadata.ts';
import { TimestampConverter, timestampConverterConfig } from './time/timestamp-converter.ts';

const transformation = (
  name: string,
  config: TransformationPlugin['config'],
  create: TransformationPlugin['create'],
): TransformationPlugin => ({
  kind: 'transformation',
  class: `org.apache.kafka.connect.transforms.${name}`,
  config,
  create,
});

const predicate = (
  name: string,
  config: PredicatePlugin['config'],
  create: PredicatePlugin['create'],
): PredicatePlugin => ({
  kind: 'predicate',
  class: `org.apache.kafka.connect.transforms.predicates.${name}`,
  config,
  create,
});

export default definePlugins([
  ...forKeyAndValue('Cast', castConfig, (side) => new Cast(side)),
  transformation('DropHeaders', dropHeadersConfig, () => new DropHeaders()),
  ...forKeyAndValue('ExtractField', extractFieldConfig, (side) => new ExtractField(side)),
  transformation('Filter', filterConfig, () => new Filter()),
  ...forKeyAndValue('Flatten', flattenConfig, (side) => new Flatten(side)),
  ...forKeyAndValue('HeaderFrom', headerFromConfig, (side) => new HeaderFrom(side)),
  ...forKeyAndValue('HoistField', hoistFieldConfig, (side) => new HoistField(side)),
  ...forKeyAndValue('InsertField', insertFieldConfig, (side) => new InsertField(side)),
  transformation('InsertHeader', insertHeaderConfig, () => new InsertHeader()),
  ...forKeyAndValue('MaskField', maskFieldConfig, (side) => new MaskField(side)),
  transformation('RegexRouter', regexRouterConfig, () => new RegexRouter()),
  ...forKeyAndValue('ReplaceField', replaceFieldConfig, (side) => new ReplaceField(side)),
  ...forKeyAndValue('SetSchemaMetadata', setSchemaMetadataConfig, (side) => new SetSchemaMetadata(side)),
  ...forKeyAndValue('TimestampConverter', timestampConverterConfig, (side) => new TimestampConverter(side)),
  transformation('TimestampRouter', timestampRouterConfig, () => new TimestampRouter()),
  transformation('ValueToKey', valueToKeyConfig, () => new ValueToKey()),
  predicate('HasHeaderKey', hasHeaderKeyConfig, () => new HasHeaderKey()),
  predicate('RecordIsTombstone', recordIsTombstoneConfig, () => new RecordIsTombstone()),
  predicate('TopicNameMatches', topicNameMatchesConfig, () => new TopicNameMatches()),
]);
