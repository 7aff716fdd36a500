import {
  type ConfigMap,
  type ConnectRecord,
  defineConfig,
  JavaRegex,
  string,
  type Transformation,
} from '@causeway/api';
import { validRegex } from '../config/regex-setting.ts';

export const regexRouterConfig = defineConfig({
  regex: string({
    validate: validRegex,
    importance: 'high',
    doc: 'Regular expression, as in Java, that the whole topic must match.',
  }),
  replacement: string({ importance: 'high', doc: 'The new topic; $1 and ${name} are groups of the expression.' }),
});

/** Topics of which the new name is remembered. */
const REMEMBERED = 1000;

/** Renames topics that match. */
export class RegexRouter implements Transformation {
  #regex = new JavaRegex('');
  #replacement = '';
  #replace: ((topic: string) => string) | null = null;
  readonly #topics = new Map<string, string>();

  configure(config: ConfigMap): void {
    const { regex, replacement } = regexRouterConfig.parse(config);
    this.#regex = new JavaRegex(regex);
    this.#replacement = replacement;
  }

  /** @throws ConfigError for a replacement that is wrong, once a topic matches */
  apply<R extends ConnectRecord<R>>(record: R): R {
    let topic = this.#topics.get(record.topic);
    if (topic === undefined) this.#remember(record.topic, (topic = this.#rename(record.topic)));
    return topic === record.topic ? record : record.newRecord({ topic });
  }

  #rename(topic: string): string {
    if (!this.#regex.matches(topic)) return topic;
    this.#replace ??= this.#regex.replaceFirst(this.#replacement);
    return this.#replace(topic);
  }

  #remember(from: string, to: string): void {
    if (this.#topics.size >= REMEMBERED) this.#topics.clear();
    this.#topics.set(from, to);
  }
}
