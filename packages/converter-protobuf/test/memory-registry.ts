import { NotFoundError } from '@causeway/api';
import { type RegistryRequest, SchemaRegistryClient, type SchemaReference } from '@causeway/schema-registry';
import { ProtobufConverter } from '../src/protobuf-converter.ts';

interface Kept {
  readonly id: number;
  readonly schema: string;
  readonly schemaType: string;
  readonly references: readonly SchemaReference[];
}

/** A registry that keeps schemas in memory, and counts how often it is asked. */
export class MemoryRegistry {
  readonly subjects = new Map<string, Kept[]>();
  requests = 0;
  #nextId = 1;

  add(
    subject: string,
    schema: string,
    { schemaType = 'PROTOBUF', references = [] as readonly SchemaReference[] } = {},
  ): number {
    const versions = this.subjects.get(subject) ?? [];
    this.subjects.set(subject, versions);
    const known = versions.find((it) => it.schema === schema);
    if (known !== undefined) return known.id;
    const kept = { id: this.#nextId++, schema, schemaType, references };
    versions.push(kept);
    return kept.id;
  }

  client({ latestTtlMs = null as number | null } = {}): SchemaRegistryClient {
    const transport = {
      request: (request: RegistryRequest) => Promise.resolve().then(() => this.#answer(request)),
      close: () => Promise.resolve(),
    };
    return new SchemaRegistryClient({ transport, cacheSize: 100, latestCacheSize: 100, latestTtlMs });
  }

  /** The latest text of a subject. */
  text(subject: string): string {
    return this.subjects.get(subject)?.at(-1)?.schema ?? '';
  }

  #answer({ method, path, body }: RegistryRequest): unknown {
    this.requests++;
    const [, subject, version] = /^\/subjects\/([^/?]+)(?:\/versions(?:\/([^?]+))?)?/.exec(path) ?? [];
    const id = /^\/schemas\/ids\/(\d+)/.exec(path)?.[1];
    if (id !== undefined)
      return this.#found(
        [...this.subjects.values()].flat().find((it) => it.id === Number(id)),
        path,
      );
    const name = decodeURIComponent(subject!);
    if (method === 'POST') {
      const { schema, schemaType } = body as { schema: string; schemaType: string };
      if (path.endsWith('/versions')) return { id: this.add(name, schema, { schemaType }) };
      return this.#found(
        this.subjects.get(name)?.find((it) => it.schema === schema),
        path,
      );
    }
    const versions = this.subjects.get(name) ?? [];
    return this.#found(version === 'latest' ? versions.at(-1) : versions[Number(version) - 1], path);
  }

  #found(kept: Kept | undefined, path: string): Kept {
    if (kept === undefined) throw new NotFoundError(`not found: ${path}`);
    return kept;
  }
}

export type Settings = Readonly<Record<string, string>>;

export function converterOn(registry: MemoryRegistry, settings: Settings = {}, isKey = false): ProtobufConverter {
  const converter = new ProtobufConverter();
  const ttl = settings['latest.cache.ttl.sec'];
  const client = registry.client({ latestTtlMs: ttl === undefined ? null : Number(ttl) * 1000 });
  converter.configure({ 'schema.registry.url': 'http://registry.invalid', ...settings }, isKey, client);
  return converter;
}

/** What `attempt` throws or rejects with. */
export async function errorOf(attempt: () => unknown): Promise<Error> {
  try {
    await attempt();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
