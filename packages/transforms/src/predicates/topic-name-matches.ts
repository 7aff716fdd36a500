import {
  type ConfigMap,
  type ConnectRecord,
  defineConfig,
  JavaRegex,
  nonEmpty,
  all,
  type Predicate,
  string,
} from '@causeway/api';
import { validRegex } from '../config/regex-setting.ts';

export const topicNameMatchesConfig = defineConfig({
  pattern: string({
    validate: all(nonEmpty, validRegex),
    importance: 'medium',
    doc: 'Regular expression, as in Java, that the whole topic must match.',
  }),
});

/** Does the whole topic match? */
export class TopicNameMatches implements Predicate {
  #regex = new JavaRegex('');
  #lastTopic: string | null = null;
  #last = false;

  configure(config: ConfigMap): void {
    this.#regex = new JavaRegex(topicNameMatchesConfig.parse(config).pattern);
  }

  test({ topic }: ConnectRecord): boolean {
    if (topic !== this.#lastTopic) {
      this.#last = this.#regex.matches(topic);
      this.#lastTopic = topic;
    }
    return this.#last;
  }
}
