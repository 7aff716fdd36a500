import assert from 'node:assert/strict';
import type { ConfigMap, Predicate, SinkRecord, SourceRecord } from '@causeway/api';
import { encodeRecord } from '../golden/record.ts';
import { testRefusals } from './converter.ts';
import type { BadConfig, TestRunner } from './runner.ts';

export interface PredicateSuite {
  readonly create: () => Predicate;
  readonly tests: readonly {
    readonly name: string;
    readonly config: ConfigMap;
    readonly record: () => SourceRecord | SinkRecord;
    readonly matches: boolean;
  }[];
  readonly badConfigs?: readonly BadConfig[];
}

/** What every predicate must obey: it answers true or false, the same for the same record, changes nothing, and says which setting is wrong. */
export function testPredicate(runner: TestRunner, { create, tests, badConfigs }: PredicateSuite): void {
  for (const { name, config, record: make, matches } of tests) {
    runner.test(`${matches ? 'takes' : 'leaves'} ${name}`, () => {
      const predicate = create();
      predicate.configure(config);
      const record = make();
      const before = JSON.stringify(encodeRecord(record));
      assert.equal(predicate.test(record), matches);
      assert.equal(predicate.test(record), matches, 'the second answer is another one');
      assert.equal(JSON.stringify(encodeRecord(record)), before, 'the record was changed');
    });
  }
  testRefusals(runner, badConfigs, (config) => create().configure(config));
}
