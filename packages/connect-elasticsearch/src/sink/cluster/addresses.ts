/** Where the nodes of a cluster are, and the credentials that stood in their URLs. */
export interface Addresses {
  /** Without credentials, so they may be shown. */
  readonly urls: readonly URL[];
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** What is wrong with the texts, one sentence each, without credentials. */
  readonly problems: readonly string[];
}

/** Reads `connection.url`: http and https URLs, each perhaps with `user:password@`, a trailing slash dropped. */
export function readAddresses(texts: readonly string[]): Addresses {
  const urls: URL[] = [];
  const problems: string[] = [];
  let credentials: Addresses['credentials'] = null;
  for (const text of texts) {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      problems.push(`"${withoutCredentials(text)}" is no URL of a node: write it like http://localhost:9200`);
      continue;
    }
    if (url.username !== '') credentials ??= { username: decoded(url.username), password: decoded(url.password) };
    url.username = url.password = url.hash = '';
    url.pathname = url.pathname.replace(/\/+$/, '');
    if (!urls.some((known) => known.href === url.href)) urls.push(url);
  }
  if (texts.length === 0) problems.push('At least one URL of a node is needed, like http://localhost:9200');
  return { urls, credentials, problems };
}

/** How the nodes are called in messages. */
export const addressText = (urls: readonly URL[]): string => urls.map((url) => url.href.replace(/\/$/, '')).join(', ');

/** Everything before the last `@` may be a password. */
const withoutCredentials = (text: string): string => text.replace(/^(\s*[a-z][\w+.-]*:\/\/)?.*@/is, '$1');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
