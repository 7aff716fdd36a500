/**
 * The framework's settings of a connector: what every connector has besides its own. Names, groups, order and defaults are Java's.
 */
import {
  atLeast,
  boolean,
  className,
  type ConfigOf,
  defineConfig,
  int,
  JavaRegex,
  list,
  long,
  nonEmpty,
  oneOf,
  oneOfIgnoringCase,
  rule,
  short,
  string,
} from '@causeway/api';

const common = 'Common';
const errors = 'Error Handling';

const name = rule('non-empty string without ISO control characters', (value) => {
  if (value === null) return null;
  if (value === '') return 'String may not be empty';

  const control = /[\u0000-\u001f\u007f-\u009f]/.exec(value as string);
  return control === null
    ? null
    : `String may not contain control sequences but had the following ASCII chars: ${control[0].charCodeAt(0)}`;
});

const unique = (what: string) =>
  rule(`unique ${what}`, (value) => {
    const aliases = (value ?? []) as readonly string[];
    const repeated = aliases.filter((alias, i) => aliases.indexOf(alias) !== i);
    return repeated.length === 0 ? null : `Duplicate alias provided: ${repeated.join(', ')}`;
  });

const version = (displayName: string, importance: 'medium' | 'low', width: 'medium' | 'short') =>
  string({
    default: null,
    importance,
    group: common,
    width,
    displayName,
    doc: 'Version of the plugin, or a range of versions; the newest by default.',
  });

const converter = (what: string) =>
  className({
    default: null,
    importance: 'low',
    group: common,
    width: 'short',
    displayName: `${what[0]!.toUpperCase()}${what.slice(1)} converter class`,
    doc: `Converter of ${what}s; the worker's by default.`,
  });

/** Both kinds of connector have these. */
const connectorKeys = {
  name: string({
    validate: name,
    importance: 'high',
    group: common,
    width: 'medium',
    displayName: 'Connector name',
    doc: 'Globally unique name of the connector.',
  }),
  'connector.class': string({
    importance: 'high',
    group: common,
    width: 'long',
    displayName: 'Connector class',
    doc: 'Class of the connector: its full name, its simple name, or that without "Connector".',
  }),
  'connector.plugin.version': version('Connector version', 'medium', 'medium'),
  'tasks.max': int({
    default: 1,
    validate: atLeast(1),
    importance: 'high',
    group: common,
    width: 'short',
    displayName: 'Tasks max',
    doc: 'Most tasks to share the work.',
  }),
  'tasks.max.enforce': boolean({
    default: true,
    importance: 'low',
    group: common,
    width: 'short',
    displayName: 'Enforce tasks max',
    doc: 'Fail a connector that makes more tasks than tasks.max (true), or only warn (false).',
  }),
  'key.converter': converter('key'),
  'key.converter.plugin.version': version('Key converter version', 'low', 'short'),
  'value.converter': converter('value'),
  'value.converter.plugin.version': version('Value converter version', 'low', 'short'),
  'header.converter': converter('header'),
  'header.converter.plugin.version': version('Header converter version', 'low', 'short'),
  transforms: list({
    default: [],
    validate: unique('transformation aliases'),
    importance: 'low',
    group: 'Transforms',
    order: 12,
    width: 'long',
    displayName: 'Transforms',
    doc: 'Names of the transformations to apply, in order; each has transforms.NAME.type.',
  }),
  predicates: list({
    default: [],
    validate: unique('predicate aliases'),
    importance: 'low',
    group: 'Predicates',
    order: 13,
    width: 'long',
    displayName: 'Predicates',
    doc: 'Names of predicates that transformations refer to; each has predicates.NAME.type.',
  }),
  'config.action.reload': string({
    default: 'restart',
    validate: oneOf('none', 'restart'),
    importance: 'low',
    group: common,
    order: 14,
    width: 'medium',
    displayName: 'Reload Action',
    doc: 'What to do when a config provider says that values have changed.',
  }),
  'errors.retry.timeout': long({
    default: 0,
    importance: 'medium',
    group: errors,
    width: 'medium',
    displayName: 'Retry Timeout for Errors',
    doc: 'Milliseconds for which a failed step is tried again; -1 is for ever.',
  }),
  'errors.retry.delay.max.ms': long({
    default: 60_000,
    importance: 'medium',
    group: errors,
    width: 'medium',
    displayName: 'Maximum Delay Between Retries for Errors',
    doc: 'Longest wait between two tries, in milliseconds.',
  }),
  'errors.tolerance': string({
    default: 'none',
    validate: oneOf('none', 'all'),
    importance: 'medium',
    group: errors,
    width: 'short',
    displayName: 'Error Tolerance',
    doc: 'none fails the task at the first record that cannot be processed; all skips such records.',
  }),
  'errors.log.enable': boolean({
    default: false,
    importance: 'medium',
    group: errors,
    width: 'short',
    displayName: 'Log Errors',
    doc: 'Log records that could not be processed, also those that are skipped.',
  }),
  'errors.log.include.messages': boolean({
    default: false,
    importance: 'medium',
    group: errors,
    width: 'short',
    displayName: 'Log Error Details',
    doc: "Name the record's coordinates in that log; its contents are never logged.",
  }),
};

export const connectorConfig = defineConfig(connectorKeys);

/** The names of a connector's transformations and predicates alone. */
export const stepsConfig = defineConfig({
  transforms: connectorKeys.transforms,
  predicates: connectorKeys.predicates,
});

const eos = 'Exactly Once Support';

export const sourceConnectorConfig = defineConfig({
  ...connectorKeys,
  'topic.creation.groups': list({
    default: [],
    validate: unique('topic creation groups'),
    importance: 'low',
    group: 'Topic Creation',
    width: 'long',
    displayName: 'Topic Creation Groups',
    doc: 'Names of groups of topics with settings of their own for creation; the group "default" is always there.',
  }),
  'exactly.once.support': string({
    default: 'requested',
    validate: oneOfIgnoringCase('required', 'requested'),
    importance: 'medium',
    group: eos,
    order: 2,
    width: 'short',
    displayName: 'Exactly once support',
    doc: 'required refuses a connector that does not promise exactly-once delivery.',
  }),
  'transaction.boundary': string({
    default: 'poll',
    validate: oneOfIgnoringCase('poll', 'interval', 'connector'),
    importance: 'medium',
    group: eos,
    order: 3,
    width: 'short',
    displayName: 'Transaction Boundary',
    doc: 'Where transactions end when the worker runs with exactly-once support.',
  }),
  'transaction.boundary.interval.ms': long({
    default: null,
    validate: rule('[0,...]', (v) => (v === null || (v as number) >= 0 ? null : 'Value must be at least 0')),
    importance: 'low',
    group: eos,
    order: 4,
    width: 'short',
    displayName: 'Transaction boundary interval',
    doc: 'Milliseconds between transactions where the boundary is "interval"; offset.flush.interval.ms by default.',
  }),
  'offsets.storage.topic': string({
    default: null,
    validate: rule('non-empty string', (v) =>
      v === null || (v as string).trim() !== '' ? null : 'String must be non-empty',
    ),
    importance: 'low',
    group: 'offsets.topic',
    width: 'long',
    displayName: 'Offsets topic',
    doc: 'Topic for the offsets of this connector alone.',
  }),
});

/** Java: RegexValidator */
const regex = rule('valid regex', (value) => {
  try {
    new JavaRegex(value as string);
    return null;
  } catch (error) {
    return `Invalid regex: ${(error as Error).message}`;
  }
});

export const sinkConnectorConfig = defineConfig({
  ...connectorKeys,
  topics: list({
    default: [],
    importance: 'high',
    group: common,
    order: 4,
    width: 'long',
    displayName: 'Topics',
    doc: 'Topics to read, separated by commas.',
  }),
  'topics.regex': string({
    default: '',
    validate: regex,
    importance: 'high',
    group: common,
    order: 4,
    width: 'long',
    displayName: 'Topics regex',
    doc: 'Pattern of the topics to read, instead of topics.',
  }),
  'errors.deadletterqueue.topic.name': string({
    default: '',
    importance: 'medium',
    group: errors,
    order: 6,
    width: 'medium',
    displayName: 'Dead Letter Queue Topic Name',
    doc: 'Topic for records that could not be processed; none by default.',
  }),
  'errors.deadletterqueue.topic.replication.factor': short({
    default: 3,
    importance: 'medium',
    group: errors,
    order: 7,
    width: 'medium',
    displayName: 'Dead Letter Queue Topic Replication Factor',
    doc: 'Replication factor with which that topic is created if it does not exist.',
  }),
  'errors.deadletterqueue.context.headers.enable': boolean({
    default: false,
    importance: 'medium',
    group: errors,
    order: 8,
    width: 'medium',
    displayName: 'Enable Error Context Headers',
    doc: 'Add headers that say what went wrong and where.',
  }),
});

export type SourceConnectorValues = ConfigOf<typeof sourceConnectorConfig>;
export type SinkConnectorValues = ConfigOf<typeof sinkConnectorConfig>;

/** The class of one `transforms.NAME.` or `predicates.NAME.`, and its version. */
export const stepConfig = (what: 'Transformation' | 'Predicate', alias: string) =>
  defineConfig({
    type: className({
      validate: nonEmpty,
      importance: 'high',
      order: 0,
      width: 'long',
      displayName: `${what} type for ${alias}`,
      doc: `Class of the ${what.toLowerCase()} ${alias}.`,
    }),
    'plugin.version': string({
      default: null,
      importance: 'high',
      order: 1,
      width: 'long',
      displayName: `${what} version for ${alias}`,
      doc: `Version of the ${what.toLowerCase()} ${alias}, or a range of versions; the newest by default.`,
    }),
  });

/** Settings of one `transforms.NAME.` besides those of the transformation itself. */
export const transformationConfig = defineConfig({
  predicate: string({
    default: null,
    importance: 'medium',
    doc: 'Name of the predicate that says whether a record is transformed; always by default.',
  }),
  negate: boolean({
    default: false,
    importance: 'medium',
    doc: 'Transform where the predicate does not hold, instead of where it does.',
  }),
});
