import { type ConfigMap, type ConnectRecord, defineConfig, nonEmpty, type Predicate, string } from '@causeway/api';

export const hasHeaderKeyConfig = defineConfig({
  name: string({ validate: nonEmpty, importance: 'medium', doc: 'The key of the header.' }),
});

/** Is there a header with this key? */
export class HasHeaderKey implements Predicate {
  #name: string | null = null;

  configure(config: ConfigMap): void {
    this.#name = hasHeaderKeyConfig.parse(config).name;
  }

  test({ headers }: ConnectRecord): boolean {
    if (headers === null) return false;
    for (const { key } of headers) if (key === this.#name) return true;
    return false;
  }
}
