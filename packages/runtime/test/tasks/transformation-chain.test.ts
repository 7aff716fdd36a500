import { DataError, defineConfig, type Plugin, SinkRecord } from '@causeway/api';
import { difference, type GoldenSubjects, readCases, runCase } from '@causeway/testkit';
import transforms from '@causeway/transforms';
import { describe, expect, test } from 'vitest';
import { messageOf, stepOf } from '../../src/tasks/errors/step.ts';
import { buildChain } from '../../src/tasks/transformation-chain.ts';
import { TestLoader } from '../plugins/test-loader.ts';

const loader = new TestLoader(transforms);

/** The chain is built as a task builds it. */
const subjects: GoldenSubjects = { buildChain: (config) => buildChain(config as Record<string, string>, loader) };

describe('a chain of transformations, as recorded from Kafka Connect:', () => {
  test.each(readCases(new URL('../../golden/chains.jsonl', import.meta.url)))('$title', async (recorded) => {
    expect(difference(recorded, await runCase(recorded, subjects))).toBeNull();
  });
});

const config = defineConfig({});
const failing = (error: unknown): Plugin => ({
  kind: 'transformation',
  class: 'org.example.Failing',
  config,
  create: () => ({
    configure: () => undefined,
    apply: () => {
      throw error;
    },
  }),
});
const passing: Plugin = {
  kind: 'transformation',
  class: 'org.example.Passing',
  config,
  create: () => ({ configure: () => undefined, apply: (record) => record }),
};
const picky: Plugin = {
  kind: 'predicate',
  class: 'org.example.Picky',
  config,
  create: () => ({
    configure: () => undefined,
    test: () => {
      throw new Error('what is this');
    },
  }),
};

const twoSteps = { transforms: 'a,b', 'transforms.a.type': 'Passing', 'transforms.b.type': 'Failing' };
const withPredicate = { ...twoSteps, predicates: 'p', 'predicates.p.type': 'Picky', 'transforms.b.predicate': 'p' };

describe('an error in a chain of transformations', () => {
  test.each<[what: string, settings: Record<string, string>, thrown: unknown, message: string, className: string]>([
    ['the step', twoSteps, new Error('no'), 'transforms.b: no', 'org.example.Failing'],
    [
      'the field too, where the error has one',
      twoSteps,
      new DataError('no', { field: 'after.price' }),
      'transforms.b, field after.price: no',
      'org.example.Failing',
    ],
    [
      'the step where no error is thrown, but something else',
      twoSteps,
      'no',
      'transforms.b: no',
      'org.example.Failing',
    ],
    [
      'the predicate that threw',
      withPredicate,
      null,
      'predicates.p of transforms.b: what is this',
      'org.example.Picky',
    ],
  ])('says %s', async (_, settings, thrown, message, className) => {
    const chain = await buildChain(settings, new TestLoader([failing(thrown), passing, picky]));
    const record = new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: 0 });
    let error = new Error('nothing was thrown');
    try {
      chain.apply(record);
    } catch (caught) {
      error = caught as Error;
    }
    expect([messageOf(error), stepOf(error)?.class]).toEqual([message, className]);
    expect(chain.where.class).toBe('org.example.Failing');
  });

  test.each<[what: string, settings: Record<string, string>, message: RegExp]>([
    ['an alias without a type', { transforms: 'a,x' }, /^transforms\.a: .*type/],
    ['an empty alias', { transforms: 'a,', 'transforms.a.type': 'Passing' }, /^transforms\.: .*type/],
    ['an alias twice', { transforms: 'a,a', 'transforms.a.type': 'Passing' }, /transforms: Duplicate alias provided/],
    [
      'no such version',
      { transforms: 'a', 'transforms.a.type': 'Passing', 'transforms.a.plugin.version': '[2,)' },
      /no version \[2,\)/,
    ],
  ])('is made of settings with %s', async (_, settings, message) => {
    await expect(buildChain(settings, new TestLoader([passing]))).rejects.toThrow(message);
  });
});
