import { BoundedMap, DataError, JsonText, jsonCode, readSchemaless } from '@causeway/api';
import type { Schema, SchemaAndValue } from '@causeway/api';
import { checkEnd, grammar } from './grammar.ts';
import { readMembers } from './members.ts';
import type { JsonSettings } from '../config.ts';
import { decodePlainUtf8, decodeText } from './decode-text.ts';
import { parseSchema } from './parse-schema.ts';
import { ValueReader } from './value-reader.ts';

/** A schema as it was found in envelopes, with what reads the payloads beside it. */
interface KnownSchema {
  readonly schema: Schema | null;
  readonly reader: ValueReader | null;
}

/** The first bytes of envelopes seen before, up to the payload. */
interface KnownPrefix extends KnownSchema {
  readonly bytes: Buffer;
}

/** So many beginnings are remembered of one topic. */
const PREFIXES_OF_A_TOPIC = 4;
/** Up to here a loop over the bytes is faster than a call out of JavaScript. */
const SHORT_PREFIX = 96;

/**
 * Reads `{"schema":…,"payload":…}`. Most messages of a topic begin with the same bytes, up to the payload: then these are compared, and only
 * the payload is decoded and read.
 */
export class EnvelopeReader {
  readonly #settings: JsonSettings;
  readonly #json = new JsonText(grammar);
  readonly #schemas: BoundedMap<string, KnownSchema>;
  readonly #prefixes: BoundedMap<string, KnownPrefix[]>;
  #lastTopic: string | null = null;
  #lastPrefixes: KnownPrefix[] = [];

  constructor(settings: JsonSettings) {
    this.#settings = settings;
    this.#schemas = new BoundedMap(settings.cacheSize);
    this.#prefixes = new BoundedMap(settings.cacheSize);
  }

  read(topic: string, bytes: Buffer): SchemaAndValue {
    if (topic !== this.#lastTopic) this.#turnTo(topic);
    for (const prefix of this.#lastPrefixes) {
      if (!startsWith(bytes, prefix.bytes)) continue;
      return this.#readPayload(prefix, bytes) ?? this.#readWhole(bytes);
    }
    return this.#readWhole(bytes);
  }

  #turnTo(topic: string): void {
    let prefixes = this.#prefixes.get(topic);
    if (prefixes === undefined) {
      prefixes = [];
      this.#prefixes.set(topic, prefixes);
    }
    this.#lastTopic = topic;
    this.#lastPrefixes = prefixes;
  }

  /** Null where the payload can't be read, or the envelope does not end right after it: then it is to be looked at as a whole. */
  #readPayload({ bytes: prefix, schema, reader }: KnownPrefix, bytes: Buffer): SchemaAndValue | null {
    const text = decodePlainUtf8(bytes, prefix.length);
    if (text === null) return null;
    const json = this.#json;
    json.open(text, 0, 1);
    try {
      const value = reader === null ? readSchemaless(json) : reader.value(json);
      return json.peek() === jsonCode.closeObject ? { schema, value } : null;
    } catch {
      // A later member may be the payload that counts; if not, the same error comes again, with its place in the message.
      return null;
    }
  }

  #readWhole(bytes: Buffer): SchemaAndValue {
    const json = this.#json;
    const text = decodeText(bytes);
    json.open(text);
    const first = json.peek();
    if (first !== jsonCode.openObject) {
      if (first !== -1) {
        json.skipValue();
        checkEnd(json, first);
      }
      throw noEnvelope();
    }
    const { members, count } = readMembers(json);
    const schemaAt = members.get('schema');
    const payloadAt = members.get('payload');
    if (members.size !== 2 || schemaAt === undefined || payloadAt === undefined) throw noEnvelope();
    const known = this.#knownSchema(text.slice(schemaAt.start, schemaAt.end));
    json.open(text, payloadAt.start, 1);
    const value = known.reader === null ? readSchemaless(json) : known.reader.value(json);
    if (count === 2 && schemaAt.start < payloadAt.start) this.#remember(text.slice(0, payloadAt.start), known, bytes);
    return { schema: known.schema, value };
  }

  #knownSchema(text: string): KnownSchema {
    const found = this.#schemas.get(text);
    if (found !== undefined) return found;
    const settings = this.#settings;
    const json = new JsonText(grammar);
    json.open(text);
    const schema = parseSchema(json, settings);
    const reader = schema === null ? null : new ValueReader(schema, { settings, place: 'value', isChecked: false });
    const known = { schema, reader };
    this.#schemas.set(text, known);
    return known;
  }

  /** Unless the bytes are not those of the text in UTF-8. */
  #remember(prefix: string, known: KnownSchema, message: Buffer): void {
    const bytes = Buffer.from(prefix, 'utf8');
    if (!startsWith(message, bytes)) return;
    this.#lastPrefixes.unshift({ bytes, ...known });
    this.#lastPrefixes.length = Math.min(this.#lastPrefixes.length, PREFIXES_OF_A_TOPIC);
  }
}

function noEnvelope(): DataError {
  return new DataError(
    'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields. ' +
      'If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.',
  );
}

function startsWith(bytes: Buffer, prefix: Buffer): boolean {
  const { length } = prefix;
  if (bytes.length < length) return false;
  if (length > SHORT_PREFIX) return bytes.compare(prefix, 0, length, 0, length) === 0;
  for (let i = 0; i < length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}
