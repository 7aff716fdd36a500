const canonical = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const nextQuad = /[\0- ]*(?:([A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]=|==|[A-Za-z0-9+/]{2}))|$)/y;

/**
 * The bytes of a base64 text; null if it is none. Java: Jackson's MIME_NO_LINEFEEDS takes blanks between, but not inside, groups of four,
 * wants padding, and goes on after it.
 */
export function decodeBase64(text: string): Buffer | null {
  if (canonical.test(text)) return Buffer.from(text, 'base64');
  const parts: Buffer[] = [];
  nextQuad.lastIndex = 0;
  while (nextQuad.lastIndex < text.length) {
    const quad = nextQuad.exec(text);
    if (quad === null) return null;
    if (quad[1] !== undefined) parts.push(Buffer.from(quad[1], 'base64'));
  }
  return Buffer.concat(parts);
}
