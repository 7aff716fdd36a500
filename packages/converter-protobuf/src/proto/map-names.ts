/**
 * How a map's name in Connect and the message of its entries are called after one another (Java: guava's CaseFormat): `map_type` and
 * `MapTypeEntry`, `tags` and `tagsEntry`.
 */
const ENTRY = 'Entry';

/** `map_type` → `MapTypeEntry` */
export function entryMessageName(mapName: string): string {
  const camel = mapName.includes('_') ? mapName.split('_').map(capitalized).join('') : mapName;
  return camel + ENTRY;
}

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();

/** `MapTypeEntry` → `map_type`; null for a name that has not the ending */
export function mapNameOfEntry(messageName: string): string | null {
  return messageName.endsWith(ENTRY) ? snakeCase(messageName.slice(0, -ENTRY.length)) : null;
}

/** Of a `map<>`, whose entries' message protobuf names after the field: `mapType` and `map_type` → `map_type` */
export const mapNameOfField = (fieldName: string): string =>
  snakeCase(fieldName.replace(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase()));

/** Java: every upper-case letter begins a word */
const snakeCase = (name: string): string => name.replace(/(?<=.)([A-Z])/g, '_$1').toLowerCase();
