const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** The bytes of a base64 text, padded or not; null if it is none. `Buffer.from` alone would take anything. */
export function decodeBase64(text: string): Buffer | null {
  return base64.test(text) ? Buffer.from(text, 'base64') : null;
}
