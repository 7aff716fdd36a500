/** Our converters as a worker would configure them, and what their data are compared as. */
import type { Bytes, Converter, Plugin, SchemaAndValue } from '@causeway/api';
import jsonPlugins from '@causeway/converter-json';

export const registryUrl = process.env['SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';

export function converterOf(plugins: readonly Plugin[], config: Readonly<Record<string, string>>): Converter {
  const plugin = plugins.find(({ kind }) => kind === 'converter');
  if (plugin?.kind !== 'converter') throw new Error('the package has no converter');
  const converter = plugin.create();
  converter.configure(config, false);
  return converter;
}

/** A topic, and so a subject, of its own. */
export const topicOf = (what: string): string => `interop-${what}-${process.pid}-${(topics += 1)}`;
let topics = 0;

export async function bytesOf(written: Bytes | Promise<Bytes>): Promise<Buffer> {
  const bytes = await written;
  if (bytes === null) throw new Error('wrote null');
  return Buffer.from(bytes as Uint8Array);
}

const envelopes = converterOf(jsonPlugins, { 'schemas.enable': 'true' });

/** Data with its schema as JsonConverter writes it: the language in which the Java peer is spoken to. */
export async function envelopeOf({ schema, value }: SchemaAndValue): Promise<string> {
  return (await bytesOf(envelopes.fromConnectData('', schema, value, null))).toString();
}

/** JSON as a value that keeps every digit of its numbers. */
export function exactly(json: string): unknown {
  const keepDigits = (_key: string, value: unknown, { source }: { source: string }): unknown =>
    typeof value === 'number' ? `number ${source}` : value;
  return (JSON.parse as (text: string, revive: typeof keepDigits) => unknown)(json, keepDigits);
}

/** The text of the schema whose id stands at the head of a message. */
export async function registeredSchema(message: Buffer): Promise<string> {
  const response = await fetch(`${registryUrl}/schemas/ids/${message.readInt32BE(1)}`);
  return ((await response.json()) as { schema: string }).schema;
}

/** The payload of the envelope: what is left when schemas are forgotten. */
export async function payloadOf(data: SchemaAndValue): Promise<unknown> {
  return (JSON.parse(await envelopeOf(data)) as { payload: unknown }).payload;
}
