import { DataError } from '@causeway/api';
import type { MappingSettings } from '../settings.ts';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A name that protobuf takes. Java: the name is encoded as in a URL, and all that protobuf has no use for becomes `_`.
 */
export function scrubbed(name: string): string {
  const plain = name
    .replace(/[ .\-*]/g, '_')
    .replace(/[^A-Za-z0-9_]/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    );
  return plain === '' || /^[A-Za-z]/.test(plain) ? plain : `x${plain}`;
}

/** The name of a field, message or enum in protobuf. @throws DataError for one that protobuf does not take */
export function protoName(name: string, what: string, settings: MappingSettings): string {
  const result = settings.scrubsNames ? scrubbed(name) : name;
  if (IDENTIFIER.test(result)) return result;
  throw new DataError(
    `Protobuf does not take "${name}" as the name of a ${what}: use letters, digits and underscores, or set scrub.invalid.names=true`,
    { code: 'ERR_PROTOBUF_NAME' },
  );
}

export interface MessageName {
  /** Empty for none. */
  readonly packageName: string;
  readonly name: string;
}

/** `com.example.Login` → package `com.example`, message `Login` */
export function messageName(full: string, settings: MappingSettings): MessageName {
  const parts = full.split('.').map((part) => protoName(part, 'message or a part of its package', settings));
  const name = parts.pop()!;
  return { packageName: parts.join('.'), name };
}
