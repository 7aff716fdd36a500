import { int, list, long, string } from '@causeway/api';
import { choice, GRANULARITIES, offers, timeZone, topicPrefix } from './choices.ts';

const group = 'Connector';

/** When to read, and what to make of it. */
export const connectorKeys = {
  'table.types': list({
    default: ['TABLE'],
    importance: 'low',
    group,
    width: 'medium',
    doc: 'Kinds of tables that are looked at: TABLE, VIEW, SYSTEM TABLE, SYSTEM VIEW.',
  }),
  'poll.interval.ms': int({
    default: 5000,
    importance: 'high',
    group,
    width: 'short',
    doc: 'Milliseconds from the end of a read of a table to the next.',
  }),
  'batch.max.rows': int({
    default: 1000,
    importance: 'low',
    group,
    width: 'short',
    doc: 'Most rows handed to the worker at once.',
  }),
  'max.buffer.size': int({
    default: 0,
    importance: 'low',
    group,
    width: 'short',
    doc: 'Most rows of a table held in memory; 0 is four times batch.max.rows. However large rows are, about 16 MiB are held.',
  }),
  'poll.linger.ms': long({
    default: 5000,
    importance: 'low',
    group,
    width: 'short',
    doc: 'Milliseconds for which the task waits for rows before it lets the worker look at other things.',
  }),
  'table.poll.interval.ms': long({
    default: 60_000,
    importance: 'low',
    group,
    width: 'short',
    doc: 'Milliseconds between looks at the list of tables; new and dropped tables change the tasks.',
  }),
  'topic.prefix': string({
    default: '',
    validate: topicPrefix,
    importance: 'high',
    group,
    width: 'medium',
    doc: 'Put before the name of a table to give its topic; with query, the topic itself.',
  }),
  'timestamp.delay.interval.ms': long({
    default: 0,
    importance: 'high',
    group,
    width: 'medium',
    doc: 'Rows younger than this many milliseconds are left for later, so that transactions that began earlier can end.',
  }),
  'db.timezone': string({
    default: 'UTC',
    validate: timeZone,
    importance: 'medium',
    group,
    width: 'medium',
    doc: 'Time zone in which the database writes times without one, in values and in conditions.',
  }),
  'timestamp.granularity': string({
    default: 'connect_logical',
    validate: choice(GRANULARITIES),
    recommender: offers(GRANULARITIES),
    importance: 'low',
    group,
    width: 'medium',
    doc: 'Form of timestamps: connect_logical is the Timestamp type (milliseconds); the others count or write microseconds or nanoseconds.',
  }),
};
