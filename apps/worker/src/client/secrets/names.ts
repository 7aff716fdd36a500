/** Which settings are secrets by the look of their names. In doubt they are: a value too many is hidden, not one too few. */

const partOfWord = /passw|passphrase|secret|credential|authorization/;
const wholeWord = new Set(['pass', 'pwd', 'pw', 'token', 'tokens', 'jaas', 'apikey', 'accesskey', 'sas', 'license']);
/** A key is a secret if it is one of these: `api.key`, but not `partition.key`. */
const keyOf = new Set(
  'api access private secret account auth shared encryption master keystore client application app storage'.split(' '),
);
/** A setting that ends in one of these says where or how a secret is found. */
const descriptive = new Set(
  'url uri endpoint path file location provider class type name names id enable enabled ms seconds bytes size ttl version'.split(
    ' ',
  ),
);

export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1.$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  if (descriptive.has(last)) return false;
  if (words.some((word) => partOfWord.test(word) || wholeWord.has(word))) return true;
  const before = words.at(-2) ?? '';
  return (last === 'key' && keyOf.has(before)) || (last === 'info' && before === 'user');
}
