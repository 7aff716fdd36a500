import { DataError } from '@causeway/api';
import type { RegistryRequest, SchemaReference, Transport } from '@causeway/schema-registry';

interface Stored {
  readonly schema: string;
  readonly schemaType: string;
  readonly references: readonly SchemaReference[];
}

/** A registry in memory, at the port where the client speaks HTTP. `requests` are those it was asked. */
export class FakeRegistry implements Transport {
  readonly requests: string[] = [];
  readonly #schemas: Stored[] = [];
  readonly #subjects = new Map<string, number[]>();

  /** Puts a schema there, as somebody else would. Gives its id. */
  add(
    subject: string,
    schema: unknown,
    { schemaType = 'JSON', references = [] as readonly SchemaReference[] } = {},
  ): number {
    const text = typeof schema === 'string' ? schema : JSON.stringify(schema);
    let id = this.#schemas.findIndex((it) => it.schema === text) + 1;
    if (id === 0) id = this.#schemas.push({ schema: text, schemaType, references });
    const ids = this.#subjects.get(subject) ?? [];
    if (!ids.includes(id)) ids.push(id);
    this.#subjects.set(subject, ids);
    return id;
  }

  schemaOf(id: number): string {
    return this.#schemas[id - 1]!.schema;
  }

  async request({ method, path, body }: RegistryRequest): Promise<unknown> {
    this.requests.push(`${method} ${path}`);
    await Promise.resolve();
    const [, kind, name, ...rest] = path.replace(/\?.*/, '').split('/').map(decodeURIComponent);
    if (kind === 'schemas') return this.#stored(Number(rest[0]));
    if (method === 'POST' && rest[0] === 'versions') {
      const { schema, schemaType } = body as Stored;
      return { id: this.add(name!, schema, { schemaType }) };
    }
    return this.#ofSubject(name!, rest, body as Stored | undefined);
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }

  #ofSubject(subject: string, rest: readonly (string | undefined)[], body: Stored | undefined): unknown {
    const ids = this.#subjects.get(subject) ?? [];
    const id =
      body === undefined
        ? rest[1] === 'latest'
          ? ids.at(-1)
          : ids[Number(rest[1]) - 1]
        : ids.find((it) => this.#schemas[it - 1]!.schema === body.schema);
    if (id === undefined) throw new DataError(`Subject ${subject} has no such schema`);
    return { ...this.#stored(id), id, version: ids.indexOf(id) + 1, subject };
  }

  #stored(id: number): Stored {
    const stored = this.#schemas[id - 1];
    if (stored === undefined) throw new DataError(`There is no schema ${id}`);
    return stored;
  }
}
