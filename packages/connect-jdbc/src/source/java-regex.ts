/**
 * A java.util.regex pattern that has to match a whole text. What both languages have reads the same; `\Q…\E`, flags at the head such as
 * `(?i)` and needless escapes are translated, and what JavaScript lacks (possessive quantifiers, `\h`, class intersections …) is refused.
 * @throws SyntaxError
 */
export function compileJavaRegex(pattern: string): RegExp {
  const head = /^\(\?([ims]+)\)/.exec(pattern);
  const flags = head?.[1] ?? '';
  const body = translateEscapes(pattern.slice(head?.[0].length ?? 0));
  return new RegExp(`^(?:${body})$`, `u${[...new Set(flags)].join('')}`);
}

/** With the flag `u` JavaScript refuses escapes that mean nothing to it, where Java takes the letter itself if it is no letter of the alphabet. */
function translateEscapes(pattern: string): string {
  return pattern.replace(/\\Q([\s\S]*?)(?:\\E|$)|\\([\s\S])/g, (whole, literal?: string, escaped?: string) => {
    if (literal !== undefined) return literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    if (escaped === undefined || /[A-Za-z0-9]/.test(escaped)) return whole;
    return /[\\^$.*+?()[\]{}|/-]/.test(escaped) ? (escaped === '-' ? '\\x2d' : whole) : escaped;
  });
}

/** Why a pattern can't be used, or null. */
export function regexProblem(pattern: string): string | null {
  try {
    compileJavaRegex(pattern);
    return null;
  } catch (error) {
    return `"${pattern}" is not a regular expression that can be used: ${(error as Error).message}`;
  }
}
