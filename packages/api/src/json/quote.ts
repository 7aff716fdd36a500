/** What Jackson escapes: quote, backslash, control characters, and surrogates, paired or not. Everything else is written as it is. */
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;
const everyEscaped = new RegExp(escaped, 'g');

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

function escape(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text as a JSON string, byte for byte as Java's Jackson writes it; so a lone surrogate gets through as it is. */
export function quoteJson(text: string): string {
  return escaped.test(text) ? `"${text.replace(everyEscaped, escape)}"` : `"${text}"`;
}

/** Bytes as a JSON string in base64. */
export function quoteJsonBytes(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`;
}
