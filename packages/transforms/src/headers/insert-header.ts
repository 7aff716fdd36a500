import {
  type ConfigMap,
  type ConnectRecord,
  defineConfig,
  Headers,
  notNull,
  NULL_SCHEMA_AND_VALUE,
  string,
  type Transformation,
  Values,
} from '@causeway/api';

export const insertHeaderConfig = defineConfig({
  header: string({ validate: notNull, importance: 'high', doc: 'The key of the header.' }),
  'value.literal': string({
    validate: notNull,
    importance: 'high',
    doc: 'Its value; what it looks like says its type: true, 5, 1.5, 2020-01-02, [1, 2], {"a": 1}, else text.',
  }),
});

/** Adds a header to each record, beside those with the same key. */
export class InsertHeader implements Transformation {
  #key = '';
  #literal = NULL_SCHEMA_AND_VALUE;

  configure(config: ConfigMap): void {
    const { header, 'value.literal': text } = insertHeaderConfig.parse(config);
    this.#key = header;
    this.#literal = Values.parseString(text);
  }

  apply<R extends ConnectRecord<R>>(record: R): R {
    const headers = record.headers === null ? new Headers() : record.headers.duplicate();
    return record.newRecord({ headers: headers.add(this.#key, this.#literal.schema, this.#literal.value) });
  }
}
