import { type AvroSettings, converterSettings } from '../src/config.ts';

/** The default settings, and what is changed in them. */
export const avroSettings = (changes: Partial<AvroSettings> = {}): AvroSettings => ({
  ...converterSettings({ 'schema.registry.url': 'http://registry' }).avro,
  ...changes,
});
