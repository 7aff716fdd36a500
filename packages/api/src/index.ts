/**
 * What a plugin of Causeway may import, and all that it needs.
 *
 * - Data: `Schema`, `SchemaBuilder`, `Struct`, the logical types, `Float64` and the normal form of INT64; `Values`, `SchemaProjector`
 * - Records: `SourceRecord`, `SinkRecord`, `Headers`
 * - Contracts: connectors, tasks, converters, header converters, transformations, predicates, config providers
 * - Settings: `defineConfig` with one typed entry a key
 * - JSON: `JsonText` reads it without losing digits of longs and decimals, `quoteJson` writes its strings; `BoundedMap` is for caches by schema or id
 * - Errors: `ConnectError` and below
 *
 * A plugin package's entry exports a list by default:
 *
 * ```ts
 * export default definePlugins([
 *   { kind: 'transformation', class: 'com.example.Upper', config: defineConfig({}), create: () => new Upper() },
 * ]);
 * ```
 *
 * This package depends on nothing and knows nothing of the worker, of Kafka's protocol or of any system.
 */
export * from './errors.ts';
export * from './data/schema.ts';
export * from './data/equal-values.ts';
export * from './data/schema-builder.ts';
export * from './data/struct.ts';
export * from './data/schema-projector.ts';
export * from './data/decimal.ts';
export * from './data/logical-types.ts';
export * from './data/numbers.ts';
export * from './data/schema-and-value.ts';
export * from './data/java-number.ts';
export * from './data/java-string.ts';
export * from './data/values.ts';
export * from './data/nesting.ts';
export * from './data/bounded-map.ts';
export { kindOf, validateValue } from './data/validate.ts';
export * from './records/connect-record.ts';
export * from './records/headers.ts';
export * from './records/sink-record.ts';
export * from './records/source-record.ts';
export * from './config/config-key.ts';
export * from './config/define-config.ts';
export { invalid, parseValue } from './config/parse-value.ts';
export * from './config/validators.ts';
export * from './regex/java-regex.ts';
export * from './json/characters.ts';
export * from './json/grammar.ts';
export * from './json/json-text.ts';
export * from './json/quote.ts';
export * from './json/read-values.ts';
export * from './plugins/config-provider.ts';
export * from './plugins/connector.ts';
export * from './plugins/context.ts';
export * from './plugins/converter.ts';
export * from './plugins/define-plugins.ts';
export * from './plugins/task.ts';
export * from './plugins/transformation.ts';
