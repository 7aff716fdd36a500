import { ConfigError } from '@causeway/api';

const blank = /[ \t\f]/;

/**
 * Reads the text of a Java properties file: `#` and `!` comments, `=`, `:` or blank as separator, `\` continuation, `\uXXXX`.
 * @param source name of the file, for messages
 * @throws ConfigError that names the line and the key
 */
export function parseProperties(text: string, source: string): Record<string, string> {
  const result = new Map<string, string>();
  for (const { line, number } of logicalLines(text)) {
    const end = endOfKey(line);
    const rest = line.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
    const where = `${source}, line ${number}`;
    const key = unescape(line.slice(0, end), where);
    result.set(key, unescape(rest, `${where}, key ${key}`));
  }
  return Object.fromEntries(result);
}

function* logicalLines(text: string): Generator<{ line: string; number: number }> {
  const lines = text.split(/\r\n|\n|\r/);
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i]!.replace(/^[ \t\f]+/, '');
    const number = i + 1;
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    while (isContinued(line) && i + 1 < lines.length) line = line.slice(0, -1) + lines[++i]!.replace(/^[ \t\f]+/, '');
    yield { line: isContinued(line) ? line.slice(0, -1) : line, number };
  }
}

/** Does the line end in an odd number of backslashes? */
const isContinued = (line: string): boolean => (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;

function endOfKey(line: string): number {
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (char === '\\') i++;
    else if (char === '=' || char === ':' || blank.test(char)) return i;
  }
  return line.length;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescape(text: string, where: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|u|[^])/g, (_, code: string) => {
    if (code === 'u')
      throw new ConfigError(
        `Malformed \\uXXXX in ${where}: four hexadecimal digits must follow \\u; write a backslash as \\\\`,
      );
    if (code.length === 5) return String.fromCharCode(parseInt(code.slice(1), 16));
    return escapes[code] ?? code;
  });
}
