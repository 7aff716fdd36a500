import { DataError } from '@causeway/api';

/**
 * The frame around messages whose schema is in a registry: the byte 0, then the id of the schema as a big-endian 32-bit integer, then the
 * message itself.
 */
export const FRAME_BYTES = 5;

const MAGIC_BYTE = 0;

/** Writes the frame into `target`, which must have room for it; returns where the message begins. */
export function writeFrame(target: Uint8Array, offset: number, schemaId: number): number {
  target[offset] = MAGIC_BYTE;
  target[offset + 1] = schemaId >>> 24;
  target[offset + 2] = schemaId >>> 16;
  target[offset + 3] = schemaId >>> 8;
  target[offset + 4] = schemaId;
  return offset + FRAME_BYTES;
}

/** A message in its frame, in a buffer of its own; a text is written as UTF-8. */
export function framed(schemaId: number, message: Uint8Array | string): Buffer {
  const length = typeof message === 'string' ? Buffer.byteLength(message) : message.length;
  const bytes = Buffer.allocUnsafe(FRAME_BYTES + length);
  writeFrame(bytes, 0, schemaId);
  if (typeof message === 'string') bytes.write(message, FRAME_BYTES, 'utf8');
  else bytes.set(message, FRAME_BYTES);
  return bytes;
}

/**
 * The id of the schema that a message names; the message begins at `FRAME_BYTES`.
 * @throws DataError for bytes that have no such frame
 */
export function readSchemaId(bytes: Uint8Array, topic: string, isKey: boolean): number {
  if (bytes.length < FRAME_BYTES || bytes[0] !== MAGIC_BYTE) throw noFrame(bytes, topic, isKey);
  return (bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!;
}

function noFrame(bytes: Uint8Array, topic: string, isKey: boolean): DataError {
  const which = `${isKey ? 'key' : 'value'} of a record of topic ${topic}`;
  const frame = 'Messages written with a schema registry begin with the byte 0 and a schema id of 4 bytes';
  if (bytes.length === 0) return error(`The ${which} is empty. ${frame}`);
  if (bytes[0] !== MAGIC_BYTE) return error(`The ${which} begins with ${shown(bytes)}. ${frame}${hint(bytes, isKey)}`);
  return error(`The ${which} has ${bytes.length} bytes only. ${frame}: it was cut off or written otherwise`);
}

const error = (message: string): DataError => new DataError(message, { code: 'ERR_NOT_FRAMED' });

/** One byte only: more might show something secret. */
const shown = (bytes: Uint8Array): string => `the byte 0x${bytes[0]!.toString(16).padStart(2, '0')}`;

function hint(bytes: Uint8Array, isKey: boolean): string {
  const setting = isKey ? 'key.converter' : 'value.converter';
  const first = bytes[0]!;
  if (first === 0x7b || first === 0x5b)
    return `; this looks like JSON: set ${setting} to org.apache.kafka.connect.json.JsonConverter`;
  if (first === 0x4f && bytes[1] === 0x62 && bytes[2] === 0x6a && bytes[3] === 1)
    return '; this is an Avro container file: it holds its own schema and no id';
  if (first === 1)
    return '; the byte 1 goes before a schema GUID, as serializers that write it into a header do, which is not supported';
  const isText = bytes.subarray(0, 64).every((b) => b >= 0x20 || b === 9 || b === 10 || b === 13);
  return isText
    ? `; this looks like text: set ${setting} to org.apache.kafka.connect.storage.StringConverter`
    : `: set ${setting} to the converter that it was written with`;
}
