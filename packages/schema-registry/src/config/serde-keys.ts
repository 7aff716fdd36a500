import { atLeast, boolean, int, list, string } from '@causeway/api';
import { strategyNames, topicNameStrategy } from '../subject-name.ts';
import { rule } from '@causeway/api';

const group = 'Schema Registry';

const strategy = (what: 'key' | 'value') =>
  string({
    default: topicNameStrategy,
    validate: rule(`one of ${strategyNames.join(', ')}`, (value) =>
      strategyNames.some((known) => known === value || known.endsWith(`.${String(value)}`))
        ? null
        : `The strategies are ${strategyNames.join(', ')}`,
    ),
    importance: 'medium',
    group,
    doc: `How the subject of ${what} schemas is named: TopicNameStrategy (<topic>-${what}), RecordNameStrategy (the full name of the record) or TopicRecordNameStrategy (<topic>-<full name of the record>). A class name of Java or its last part.`,
  });

/** How schemas are registered and looked up. */
export const serdeKeys = {
  'schema.registry.url': list({
    importance: 'high',
    group,
    doc: 'Addresses of the schema registry, separated by commas. When one does not answer, the next is asked. An address may hold a user and a password (http://user:password@host), see basic.auth.credentials.source.',
  }),
  'auto.register.schemas': boolean({
    default: true,
    importance: 'medium',
    group,
    doc: 'Whether a schema that the registry does not have yet is registered when the first record with it is written. Otherwise it has to be there already. Takes precedence over use.schema.id and use.latest.version.',
  }),
  'use.latest.version': boolean({
    default: false,
    importance: 'low',
    group,
    doc: "Whether records are written with the latest schema of their subject instead of the connector's own. Used where auto.register.schemas is false.",
  }),
  'latest.compatibility.strict': boolean({
    default: true,
    importance: 'low',
    group,
    doc: "Whether the latest schema of a subject must be able to read what is written with the connector's own schema. Used with use.latest.version.",
  }),
  'latest.cache.ttl.sec': int({
    default: -1,
    validate: atLeast(-1),
    importance: 'low',
    group,
    doc: 'How long the latest schema of a subject is taken to be the latest, in seconds; -1 is for ever. Used with use.latest.version.',
  }),
  'latest.cache.size': int({
    default: 1000,
    validate: atLeast(0),
    importance: 'low',
    group,
    doc: 'For how many subjects the latest schema is remembered.',
  }),
  'use.schema.id': int({
    default: -1,
    importance: 'low',
    group,
    doc: 'Id of the schema that all records are written with; -1 is none. Used where auto.register.schemas is false.',
  }),
  'id.compatibility.strict': boolean({
    default: true,
    importance: 'low',
    group,
    doc: "Whether the schema of use.schema.id must be able to read what is written with the connector's own schema.",
  }),
  'normalize.schemas': boolean({
    default: false,
    importance: 'medium',
    group,
    doc: 'Whether the registry compares schemas in their normal form, in which differences without a meaning, such as the order of attributes, are gone.',
  }),
  'max.schemas.per.subject': int({
    default: 1000,
    validate: atLeast(1),
    importance: 'low',
    group,
    doc: 'How many schemas of the registry are kept in memory, in each direction.',
  }),
  'key.subject.name.strategy': strategy('key'),
  'value.subject.name.strategy': strategy('value'),
} as const;
