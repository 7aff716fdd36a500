import type { Report } from '@causeway/api';
import type { RegistryUrl } from './settings.ts';

const name = 'schema.registry.url';

/** Messages name an address without its user and password. */
export function checkUrls(urls: readonly string[] | null, report: Report): void {
  const given = (urls ?? []).filter((url) => url !== '');
  if (given.length === 0)
    report(name, `${name} names no address: give the schema registry's, such as http://host:8081`);
  for (const [index, text] of given.entries()) {
    const problem = problemOf(text);
    if (problem !== null) report(name, `Invalid value ${shown(text, index)} for configuration ${name}: ${problem}`);
  }
}

/** Without those that can't be read, which `checkUrls` reports. */
export function parseUrls(urls: readonly string[] | null): RegistryUrl[] {
  return (urls ?? []).flatMap((text) => {
    const url = URL.parse(text);
    if (url === null || problemOf(text) !== null) return [];
    const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
    const userInfo = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return [{ base, userInfo: userInfo === ':' ? null : userInfo }];
  });
}

function problemOf(text: string): string | null {
  if (text.startsWith('mock://')) return 'a mocked registry is not supported, give the address of a real one';
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return 'not an address that begins with http:// or https://';
  if (url.search !== '' || url.hash !== '') return 'an address of a registry has no ? or # part';
  return isDecodable(url.username) && isDecodable(url.password)
    ? null
    : 'the user or the password has a % that is not followed by two hexadecimal digits (a % itself is written %25)';
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Whatever may be a user or password is left out. */
function shown(text: string, index: number): string {
  return text.includes('@') ? `number ${index + 1}` : text;
}
