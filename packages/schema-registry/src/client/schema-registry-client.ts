import { BoundedMap } from '@causeway/api';
import type { RegistrySettings } from '../config/settings.ts';
import type { RegisteredSchema, ResolvedReference, SchemaText } from '../schema.ts';
import { readId, readRegistered, readSchema } from './answers.ts';
import { HttpTransport, type Transport } from './transport.ts';

/** Answered at once from memory where possible. */
export type Maybe<T> = T | Promise<T>;

export interface LookUpOptions {
  readonly normalize?: boolean;
  readonly doing?: string;
}

type ClientSettings = Pick<RegistrySettings, 'cacheSize' | 'latestCacheSize' | 'latestTtlMs'>;

/**
 * Asks a Confluent-compatible schema registry, and remembers what can't change any more: a schema by its id or version, and the id under
 * which a schema is registered. Failures are not remembered, so an id that is not there yet can be read as soon as it is. Requests for the
 * same thing at the same time are one request.
 *
 * ```ts
 * const registry = new SchemaRegistryClient(settings);
 * const schema = await registry.getById(7, 'orders');
 * ```
 * Every method throws, or rejects with: RetriableError where the registry can't be reached or is overloaded; ConfigError for refused credentials
 * or an address that is no registry's; DataError for schemas that are unknown, invalid or incompatible.
 */
export class SchemaRegistryClient {
  readonly #transport: Transport;
  readonly #byId: BoundedMap<string | number, RegisteredSchema>;
  readonly #ids: BoundedMap<string, number>;
  readonly #found: BoundedMap<string, RegisteredSchema>;
  readonly #versions: BoundedMap<string, RegisteredSchema>;
  readonly #latest: BoundedMap<string, { readonly schema: RegisteredSchema; readonly until: number }>;
  readonly #latestTtlMs: number | null;
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    settings: RegistrySettings | (ClientSettings & { readonly transport: Transport }),
    now = (): number => performance.now(),
  ) {
    this.#transport = 'transport' in settings ? settings.transport : new HttpTransport(settings);
    this.#byId = new BoundedMap(settings.cacheSize);
    this.#ids = new BoundedMap(settings.cacheSize);
    this.#found = new BoundedMap(settings.cacheSize);
    this.#versions = new BoundedMap(settings.cacheSize);
    this.#latest = new BoundedMap(settings.latestCacheSize);
    this.#latestTtlMs = settings.latestTtlMs;
    this.#now = now;
  }

  /** The schema with this id, for reading. @param topic named in messages */
  getById(id: number, topic: string): Maybe<RegisteredSchema> {
    return this.#byId.get(id) ?? this.#askById(id, `looking up schema id ${id} of topic ${topic}`, null);
  }

  /** The schema with this id as the subject has it; registries with contexts need the subject. */
  getByIdAndSubject(id: number, subject: string): Maybe<RegisteredSchema> {
    return (
      this.#byId.get(`${id} ${subject}`) ??
      this.#askById(id, `looking up schema id ${id} of subject ${subject}`, subject)
    );
  }

  /** Registers the schema if it is not there yet; gives its id. */
  register(subject: string, schema: SchemaText, { normalize = false } = {}): Maybe<number> {
    const key = `${subject}\n${textKey(schema)}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const doing = `registering a schema under subject ${subject}`;
    return this.#once(`register ${key}`, async () => {
      const path = `/subjects/${encodeURIComponent(subject)}/versions${normalize ? '?normalize=true' : ''}`;
      const id = readId(
        await this.#transport.request({ method: 'POST', path, body: requestBody(schema), doing }),
        doing,
      );
      this.#ids.set(key, id);
      return id;
    });
  }

  /**
   * The very same schema as the subject has it, with its id and version.
   * @param options.doing why it is looked up, to follow "while" in messages
   * @throws DataError if the subject doesn't have it
   */
  lookUp(subject: string, schema: SchemaText, options: LookUpOptions = {}): Maybe<RegisteredSchema> {
    const { normalize = false, doing = `looking up a schema under subject ${subject}` } = options;
    const key = `${subject}\n${textKey(schema)}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    return this.#once(`lookUp ${key}`, async () => {
      const path = `/subjects/${encodeURIComponent(subject)}${normalize ? '?normalize=true' : ''}`;
      const json = await this.#transport.request({ method: 'POST', path, body: requestBody(schema), doing });
      const found = readRegistered(json, subject, doing);
      this.#found.set(key, found);
      return found;
    });
  }

  /** The subject's latest schema, which is asked for again after `latest.cache.ttl.sec`. */
  latest(subject: string): Maybe<RegisteredSchema> {
    const known = this.#latest.get(subject);
    if (known !== undefined && this.#now() < known.until) return known.schema;
    const doing = `looking up the latest schema of subject ${subject}`;
    return this.#once(`latest ${subject}`, async () => {
      const path = `/subjects/${encodeURIComponent(subject)}/versions/latest`;
      const schema = readRegistered(await this.#transport.request({ method: 'GET', path, doing }), subject, doing);
      this.#latest.set(subject, { schema, until: this.#now() + (this.#latestTtlMs ?? Infinity) });
      return schema;
    });
  }

  /** One version of a subject, such as a reference names. */
  version(subject: string, version: number): Maybe<RegisteredSchema> {
    const key = `${version} ${subject}`;
    const known = this.#versions.get(key);
    if (known !== undefined) return known;
    const doing = `looking up version ${version} of subject ${subject}`;
    return this.#once(`version ${key}`, async () => {
      // Deleted versions stay readable for schemas that refer to them.
      const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}?deleted=true`;
      const schema = readRegistered(await this.#transport.request({ method: 'GET', path, doing }), subject, doing);
      this.#versions.set(key, schema);
      return schema;
    });
  }

  /** All schemas that this one refers to, directly or not, each before those that use it and once a name. */
  references(schema: SchemaText): Maybe<readonly ResolvedReference[]> {
    return schema.references.length === 0 ? [] : this.#resolveReferences(schema);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #resolveReferences(schema: SchemaText): Promise<readonly ResolvedReference[]> {
    const resolved = new Map<string, ResolvedReference>();
    const seen = new Set<string>();
    const visit = async (text: SchemaText): Promise<void> => {
      for (const { name, subject, version } of text.references) {
        if (seen.has(name)) continue;
        seen.add(name);
        const referred = await this.version(subject, version);
        await visit(referred);
        resolved.set(name, { name, schema: referred });
      }
    };
    await visit(schema);
    return [...resolved.values()];
  }

  #askById(id: number, doing: string, subject: string | null): Promise<RegisteredSchema> {
    return this.#once(doing, async () => {
      const query = subject === null ? '' : `?subject=${encodeURIComponent(subject)}`;
      const json = await this.#transport.request({ method: 'GET', path: `/schemas/ids/${id}${query}`, doing });
      const schema = { ...readSchema(json, doing), id, subject, version: null };
      this.#byId.set(subject === null ? id : `${id} ${subject}`, schema);
      return schema;
    });
  }

  #once<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const underWay = this.#underWay.get(what) as Promise<T> | undefined;
    if (underWay !== undefined) return underWay;
    const asked = ask().finally(() => this.#underWay.delete(what));
    this.#underWay.set(what, asked);
    return asked;
  }
}

const textKey = ({ schemaType, schema, references }: SchemaText): string =>
  `${schemaType}\n${schema}${references.length === 0 ? '' : `\n${JSON.stringify(references)}`}`;

/** Java: the type is left out for AVRO, which old registries don't know, and so are references where there are none */
function requestBody({ schemaType, schema, references }: SchemaText): object {
  return {
    schema,
    ...(schemaType === 'AVRO' ? {} : { schemaType }),
    ...(references.length === 0 ? {} : { references }),
  };
}
