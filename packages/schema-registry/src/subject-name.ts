import { DataError } from '@causeway/api';

const packageName = 'io.confluent.kafka.serializers.subject';
export const topicNameStrategy = `${packageName}.TopicNameStrategy`;

/**
 * Names the subject under which a schema is registered.
 * @param recordName full name of the record, message or title; null for a schema that is none
 * @throws DataError where the strategy needs the name of a record and there is none
 */
export type SubjectNameStrategy = (topic: string, isKey: boolean, recordName: string | null) => string;

const strategies: Readonly<Record<string, SubjectNameStrategy>> = {
  [topicNameStrategy]: (topic, isKey) => `${topic}-${isKey ? 'key' : 'value'}`,
  [`${packageName}.RecordNameStrategy`]: (topic, isKey, recordName) => required(recordName, topic, isKey),
  [`${packageName}.TopicRecordNameStrategy`]: (topic, isKey, recordName) =>
    `${topic}-${required(recordName, topic, isKey)}`,
};

export const strategyNames = Object.keys(strategies);

/** By its Java class name or the last part of it; null where there is none of that name. */
export function subjectNameStrategy(name: string): SubjectNameStrategy | null {
  const full = strategyNames.find((known) => known === name || known.endsWith(`.${name}`));
  return full === undefined ? null : strategies[full]!;
}

function required(recordName: string | null, topic: string, isKey: boolean): string {
  if (recordName !== null) return recordName;
  const which = isKey ? 'key' : 'value';
  throw new DataError(
    `The ${which} of a record for topic ${topic} is no record with a name, which ${which}.subject.name.strategy needs: use TopicNameStrategy`,
  );
}
