import { type ConfigMap, JavaRegex, parseValue } from '@causeway/api';

/** What is wrong with one of the settings that say which topics a sink reads. */
export interface TopicsProblem {
  readonly key: 'topics' | 'topics.regex';
  readonly message: string;
}

/** Rules for `topics`, `topics.regex` and the dead letter queue. Java: SinkConnectorConfig#validate */
export function problemsOfTopics(config: ConfigMap): TopicsProblem[] {
  const hasTopics = (config['topics'] ?? '').trim() !== '';
  const hasPattern = (config['topics.regex'] ?? '').trim() !== '';
  if (hasTopics === hasPattern) {
    const message = hasTopics
      ? 'topics and topics.regex are mutually exclusive options, but both are set.'
      : 'Must configure one of topics or topics.regex';
    return [
      { key: 'topics', message },
      { key: 'topics.regex', message },
    ];
  }
  const letters = (config['errors.deadletterqueue.topic.name'] ?? '').trim();
  const message = hasTopics
    ? problemOfList(parseValue('topics', 'LIST', config['topics']!) as readonly string[], letters)
    : problemOfPattern(config['topics.regex']!, letters);
  return message === null ? [] : [{ key: hasTopics ? 'topics' : 'topics.regex', message }];
}

/** A dead letter queue that is read again would grow for ever. */
function problemOfList(topics: readonly string[], letters: string): string | null {
  if (new Set(topics).size !== topics.length) return "Configuration 'topics' values must not be duplicated.";
  if (topics.includes('')) return "Configuration 'topics' values must not be empty.";
  return letters !== '' && topics.includes(letters)
    ? `The DLQ topic '${letters}' may not be included in the list of topics ('topics=[${topics.join(', ')}]') consumed by the connector`
    : null;
}

/** A pattern that can't be read is told of elsewhere. */
function problemOfPattern(pattern: string, letters: string): string | null {
  if (letters === '') return null;
  try {
    if (!new JavaRegex(pattern).matches(letters)) return null;
  } catch {
    return null;
  }
  return `The DLQ topic '${letters}' may not be included in the regex matching topics ('topics.regex=${pattern}') consumed by the connector`;
}
