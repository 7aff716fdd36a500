import { DataError } from '@causeway/api';
import { type RegistryRequest, SchemaRegistryClient } from '@causeway/schema-registry';

interface Registered {
  readonly subject: string;
  readonly schema: string;
  readonly schemaType?: string;
  readonly references?: readonly { readonly name: string; readonly subject: string; readonly version: number }[];
}

/** A registry in memory: the id of a schema is its place in the list, from 1; its version is the place in its subject. */
export function registryDouble(list: Registered[] = []) {
  const versions = (subject: string) => list.filter((entry) => entry.subject === subject);
  const answer = (entry: Registered | undefined): object => {
    if (entry === undefined) throw new DataError('not found');
    return { ...entry, id: list.indexOf(entry) + 1, version: versions(entry.subject).indexOf(entry) + 1 };
  };
  const transport = {
    request: async ({ method, path, body }: RegistryRequest): Promise<unknown> => {
      const [, kind, encoded, , version] = path.split(/[?]/)[0]!.split('/');
      if (kind === 'schemas') return answer(list[Number(path.split('/')[3]) - 1]);
      const subject = decodeURIComponent(encoded!);
      if (method === 'GET')
        return answer(version === 'latest' ? versions(subject).at(-1) : versions(subject)[Number(version) - 1]);
      const { schema } = body as Registered;
      const known = versions(subject).find((entry) => entry.schema === schema);
      if (!path.endsWith('/versions')) return answer(known);
      if (known === undefined) list.push({ subject, schema });
      return answer(known ?? list.at(-1));
    },
    close: () => Promise.resolve(),
  };
  const client = new SchemaRegistryClient({ transport, cacheSize: 100, latestCacheSize: 100, latestTtlMs: null });
  return { client, list };
}
