import { type ConfigMap, type ConnectRecord, defineConfig, Headers, list, type Transformation } from '@causeway/api';
import { noDuplicates, nonEmptyList } from '../config/list-validators.ts';

export const dropHeadersConfig = defineConfig(
  { headers: list({ validate: nonEmptyList, importance: 'high', doc: 'Keys of the headers to remove.' }) },
  { validate: noDuplicates('headers') },
);

/** Removes all headers with these keys. */
export class DropHeaders implements Transformation {
  #keys: ReadonlySet<string> = new Set();

  configure(config: ConfigMap): void {
    this.#keys = new Set(dropHeadersConfig.parse(config).headers);
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    if (record.headers === null) return record;
    const kept = [...record.headers].filter(({ key }) => !this.#keys.has(key));
    return kept.length === record.headers.size ? record : record.newRecord({ headers: new Headers(kept) });
  }
}
