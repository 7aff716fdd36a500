/**
 * The transformations of single records and the predicates that come with Kafka Connect.
 *
 * - `fields/`: InsertField, ExtractField, HoistField, ReplaceField, ValueToKey
 * - `routing/`: RegexRouter, TimestampRouter · Filter
 * - `predicates/`: HasHeaderKey, RecordIsTombstone, TopicNameMatches
 * - `Side`: most exist twice, for keys and for values; `SchemaCache`: what a schema becomes is worked out once
 *
 * Knows nothing of connectors, converters or the worker.
 */
import { definePlugins, type PredicatePlugin, type TransformationPlugin } from '@causeway/api';
import { ExtractField, extractFieldConfig } from './fields/extract-field.ts';
import { HoistField, hoistFieldConfig } from './fields/hoist-field.ts';
import { InsertField, insertFieldConfig } from './fields/insert-field.ts';
import { ReplaceField, replaceFieldConfig } from './fields/replace-field.ts';
import { ValueToKey, valueToKeyConfig } from './fields/value-to-key.ts';
import { Filter, filterConfig } from './filter.ts';
import { HasHeaderKey, hasHeaderKeyConfig } from './predicates/has-header-key.ts';
import { RecordIsTombstone, recordIsTombstoneConfig } from './predicates/record-is-tombstone.ts';
import { TopicNameMatches, topicNameMatchesConfig } from './predicates/topic-name-matches.ts';
import { RegexRouter, regexRouterConfig } from './routing/regex-router.ts';
import { TimestampRouter, timestampRouterConfig } from './routing/timestamp-router.ts';
import { forKeyAndValue } from './side.ts';

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
  ...forKeyAndValue('ExtractField', extractFieldConfig, (side) => new ExtractField(side)),
  transformation('Filter', filterConfig, () => new Filter()),
  ...forKeyAndValue('HoistField', hoistFieldConfig, (side) => new HoistField(side)),
  ...forKeyAndValue('InsertField', insertFieldConfig, (side) => new InsertField(side)),
  transformation('RegexRouter', regexRouterConfig, () => new RegexRouter()),
  ...forKeyAndValue('ReplaceField', replaceFieldConfig, (side) => new ReplaceField(side)),
  transformation('TimestampRouter', timestampRouterConfig, () => new TimestampRouter()),
  transformation('ValueToKey', valueToKeyConfig, () => new ValueToKey()),
  predicate('HasHeaderKey', hasHeaderKeyConfig, () => new HasHeaderKey()),
  predicate('RecordIsTombstone', recordIsTombstoneConfig, () => new RecordIsTombstone()),
  predicate('TopicNameMatches', topicNameMatchesConfig, () => new TopicNameMatches()),
]);
