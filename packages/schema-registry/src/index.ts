/**
 * What converters need to work with a Confluent-compatible schema registry.
 *
 * - `schemaRegistryKeys`, `checkSchemaRegistry`, `registrySettings`: the settings, their rules, and what they mean
 * - `SchemaRegistryClient`: asks the registry once for each thing, and answers at once from then on
 * - `schemaToWrite`: under which id to write, as `auto.register.schemas` and its like say
 * - `readSchemaId`, `writeFrame`, `framed`: the frame of magic byte and schema id around each message
 * - `subjectNameStrategy`: how subjects are named
 *
 * ```ts
 * const config = defineConfig({ ...schemaRegistryKeys, …own keys }, { validate: checkSchemaRegistry });
 * const settings = registrySettings(config.parse(raw), raw);
 * const registry = new SchemaRegistryClient(settings);
 * ```
 *
 * It depends on `@causeway/api` and an HTTP client. It does not know what a schema's text means: that is each converter's business.
 */
export * from './client/schema-registry-client.ts';
export { type RegistryFailure, classify } from './client/errors.ts';
export type { RegistryRequest, Transport } from './client/transport.ts';
export {
  type ConnectionSettings,
  type RegistrySettings,
  type RegistryUrl,
  type SchemaRegistryValues,
  checkSchemaRegistry,
  registrySettings,
  schemaRegistryKeys,
} from './config/settings.ts';
export * from './schema.ts';
export * from './schema-to-write.ts';
export { type SubjectNameStrategy, strategyNames, subjectNameStrategy, topicNameStrategy } from './subject-name.ts';
export * from './wire-format.ts';
