import type { ConfigMap, Report } from '@causeway/api';

const prefixSerializer = 'io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer';
const nullContext = 'io.confluent.kafka.serializers.context.NullContextNameStrategy';

/** Settings of Java that would change what is written, with the value that changes nothing; null where any does. */
const unsupported: Readonly<Record<string, string | null>> = {
  'use.latest.with.metadata': null,
  'use.schema.guid': null,
  'context.name.strategy': nullContext,
  'key.schema.id.serializer': prefixSerializer,
  'value.schema.id.serializer': prefixSerializer,
  'rule.executors': '',
  'rule.actions': '',
  'schema.backup.enabled': 'false',
};

/** Better refused than ignored: messages would be others than those that Java writes. */
export function checkUnsupported(raw: ConfigMap, report: Report): void {
  for (const [name, harmless] of Object.entries(unsupported)) {
    const value = raw[name];
    if (value !== undefined && value !== null && value.trim() !== harmless)
      report(name, `${name} is not supported: leave it out`);
  }
}
