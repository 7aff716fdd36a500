import {
  ConfigError,
  DataError,
  Schema,
  SchemaBuilder,
  SourceRecord,
  Struct,
  type Transformation,
} from '@causeway/api';
import { testTransform } from '@causeway/testkit';
import { expect, test } from 'vitest';
import { failuresOf } from './collecting-runner.ts';

const wrapped = SchemaBuilder.struct().field('value', Schema.STRING_SCHEMA).build();

/** Wraps a text in a struct: it obeys. */
class Wrap {
  configure(config: Readonly<Record<string, string | null>>): void {
    if (config['mode'] !== undefined) throw new ConfigError(`mode=${config['mode']} is not known`);
  }

  apply(record: SourceRecord): SourceRecord | null {
    if (record.value === null) return record;
    if (typeof record.value !== 'string') throw new DataError('no text');
    return record.newRecord({ valueSchema: wrapped, value: Struct.of(wrapped, [record.value]) });
  }
}

const record = (value: unknown) => () =>
  new SourceRecord({ sourcePartition: {}, sourceOffset: {}, topic: 't', valueSchema: Schema.STRING_SCHEMA, value });

const failures = (fault: Partial<Wrap> = {}) =>
  failuresOf((runner) =>
    testTransform(runner, {
      create: () => Object.assign(new Wrap(), fault) as unknown as Transformation,
      applies: [
        {
          name: 'a text',
          config: {},
          record: record('x'),
          expect: (result) => expect(result?.valueSchema).toBe(wrapped),
        },
      ],
      refuses: [{ name: 'a number', config: {}, record: record(5) }],
      badConfigs: [{ name: 'an unknown mode', config: { mode: 'x' }, key: 'mode' }],
      nullValue: 'passes',
    }),
  );

test('a transformation that obeys passes', async () => {
  expect(await failures()).toEqual([]);
});

test.each<[string, Partial<Wrap>, string]>([
  [
    'changes its input',
    { apply: (input) => Object.assign(input, { topic: 'other' }) },
    'a text: the record that it is given stays as it is',
  ],
  [
    'makes a schema for each record',
    {
      apply: (input) => {
        const schema = SchemaBuilder.struct().field('value', Schema.STRING_SCHEMA).build();
        return input.newRecord({ valueSchema: schema, value: Struct.of(schema, [input.value]) });
      },
    },
    'a text: the same record gives the same, and the same schema object',
  ],
  ['drops null', { apply: (input) => (input.value === null ? null : input) }, 'a record whose value is null passes'],
  ['takes anything', { apply: (input) => input }, 'a number is a DataError'],
  ['takes any setting', { configure: () => undefined }, 'refuses settings by name of the key: an unknown mode'],
])('a transformation that %s fails', async (_, fault, name) => {
  expect(await failures(fault)).toContain(name);
});
