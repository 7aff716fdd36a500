import { ConnectError } from '@causeway/api';

/** The longest index name, in bytes. */
const MAX_BYTES = 255;
const FORBIDDEN = /[\\/*?"<>| ,#:\s\0]/;

/**
 * The index of a topic: in lower case, without one leading `-` or `_`, cut to 255 bytes; `.` and `..` are `dot` and `dotdot`.
 * @throws ConnectError if Elasticsearch could not have an index of that name
 */
export function indexNameOf(topic: string): string {
  let name = cut(topic.toLowerCase());
  if (name.startsWith('-') || name.startsWith('_')) name = name.slice(1);
  if (name === '.' || name === '..') name = name.replaceAll('.', 'dot');
  if (name === '') throw impossible(topic, 'the name would be empty');
  const first = /^[-_+]/.exec(name);
  if (first !== null) throw impossible(topic, `the name "${name}" must not begin with "${first[0]}"`);
  const character = FORBIDDEN.exec(name);
  if (character !== null) throw impossible(topic, `the name must not hold the character "${character[0]}"`);
  return name;
}

function cut(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  let bytes = 0;
  let end = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    end += character.length;
  }
  return name.slice(0, end);
}

function impossible(topic: string, why: string): ConnectError {
  return new ConnectError(
    `There can be no Elasticsearch index for the topic "${topic}": ${why}. Rename the topic on its way, with the RegexRouter transformation for instance`,
    { code: 'ERR_ELASTICSEARCH_INDEX_NAME' },
  );
}
