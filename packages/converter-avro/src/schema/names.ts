export const NAMESPACE = 'io.confluent.connect.avro';
export const DEFAULT_NAME = 'ConnectDefault';
export const MAP_ENTRY = 'MapEntry';
export const ANYTHING = `${NAMESPACE}.Anything`;
export const UNION_NAME = `${NAMESPACE}.Union`;
export const ENUM_PARAMETER = `${NAMESPACE}.Enum`;
export const GENERALIZED_ENUM = 'org.apache.kafka.connect.data.Enum';
export const GENERALIZED_UNION = 'org.apache.kafka.connect.data.Union';
export const FIXED_SIZE = 'connect.fixed.size';
export const DECIMAL_PRECISION = 'connect.decimal.precision';
export const DEFAULT_PRECISION = 64;
export const RECORD_DOC = `${NAMESPACE}.record.doc`;
export const FIELD_DOC = `${NAMESPACE}.field.doc.`;
export const FIELD_DEFAULT = `${NAMESPACE}.field.default`;
export const ENUM_DOC = `${NAMESPACE}.enum.doc.`;
export const ENUM_DEFAULT = `${NAMESPACE}.enum.default.`;
export const PLAIN_RECORD_DOC = 'connect.record.doc';
export const PLAIN_ENUM_DOC = 'connect.enum.doc';

/** A full name in its two parts. */
export interface SplitName {
  readonly namespace: string | null;
  readonly name: string;
}

/** `a.b.C` → `a.b` and `C`, each part scrubbed where that is asked for. */
export function splitName(full: string, scrub: boolean): SplitName {
  const parts = full.split('.').map((part) => (scrub ? scrubName(part) : part));
  const name = parts.pop()!;
  return { namespace: parts.length === 0 ? null : parts.join('.'), name };
}

export function scrubFullName(full: string, scrub: boolean): string {
  return scrub ? full.split('.').map(scrubName).join('.') : full;
}

/** Java: AvroData#doScrubName, URL-encoded with `_` for what Avro does not allow, and an x before a digit */
export function scrubName(name: string): string {
  if (name === '' || /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  const encoded = formEncoded(name);
  return (/^\d/.test(encoded) ? `x${encoded}` : encoded).replace(/[^A-Za-z0-9_]/g, '_');
}

/** As java.net.URLEncoder does it: a blank is `+`, and of the signs only `.-*_` stay. */
function formEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Java: Avro's Schema#validateName allows the letters and digits of every script */
export const isValidName = (name: string): boolean => /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name);
