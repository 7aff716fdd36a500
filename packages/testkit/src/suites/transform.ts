import assert from 'node:assert/strict';
import type { ConfigMap, ConnectRecord, SinkRecord, SourceRecord, Transformation } from '@causeway/api';
import { encodeRecord } from '../golden/record.ts';
import { testRefusals } from './converter.ts';
import { assertDataError, type BadConfig, type TestRunner } from './runner.ts';

export interface TransformCase {
  readonly name: string;
  readonly config: ConfigMap;
  /** Makes the same record at each call. */
  readonly record: () => SourceRecord | SinkRecord;
}

export interface TransformSuite {
  readonly create: () => Transformation;
  /** Records that it changes, leaves alone or drops; at least one with a schema, if it knows schemas. */
  readonly applies: readonly (TransformCase & {
    /** Checks the result. */
    readonly expect?: (result: SourceRecord | SinkRecord | null) => void;
  })[];
  /** Records that it can't be applied to: a DataError. */
  readonly refuses?: readonly TransformCase[];
  readonly badConfigs?: readonly BadConfig[];
  /** What it makes of a record whose value is null: the record as it is, another one, none, or a DataError. Uses the first case. */
  readonly nullValue: 'passes' | 'changes' | 'drops' | 'fails';
}

/**
 * What every transformation must obey: it does not change the record it is given, gives the same for the same, makes one schema for one
 * schema (whoever compiles or caches by schema sees each only once), treats null by its rule, and says which setting is wrong.
 */
export function testTransform(runner: TestRunner, suite: TransformSuite): void {
  const { describe, test } = runner;
  for (const one of suite.applies) {
    describe(`${one.name}:`, () => {
      test('the record that it is given stays as it is', () => assertUnchanged(suite, one));
      test('the same record gives the same, and the same schema object', () => assertRepeatable(suite, one));
      const { expect } = one;
      if (expect !== undefined)
        test('the result is as expected', () => expect(apply(configured(suite, one), one.record())));
    });
  }
  test(`a record whose value is null ${suite.nullValue}`, () => assertNullRule(suite));
  for (const one of suite.refuses ?? []) {
    test(`${one.name} is a DataError`, () => assertDataError(() => apply(configured(suite, one), one.record())));
  }
  testRefusals(runner, suite.badConfigs, (config) => suite.create().configure(config));
}

function configured({ create }: TransformSuite, { config }: TransformCase): Transformation {
  const transformation = create();
  transformation.configure(config);
  return transformation;
}

/** The contract wants one type of record for input and output. */
function apply(transformation: Transformation, record: SourceRecord | SinkRecord): SourceRecord | SinkRecord | null {
  return transformation.apply(record as SourceRecord);
}

const snapshot = (record: ConnectRecord | null): string =>
  JSON.stringify(record === null ? null : encodeRecord(record));

function assertUnchanged(suite: TransformSuite, one: TransformCase): void {
  const record = one.record();
  const headers = record.headers === null ? null : [...record.headers];
  const before = snapshot(record);
  apply(configured(suite, one), record);
  assert.equal(snapshot(record), before, 'the record was changed in place');
  assert.deepEqual(record.headers === null ? null : [...record.headers], headers, 'its headers were changed in place');
}

function assertRepeatable(suite: TransformSuite, one: TransformCase): void {
  const transformation = configured(suite, one);
  const first = one.record();
  const second = first.newRecord({});
  const [a, b] = [apply(transformation, first), apply(transformation, second)];
  assert.equal(snapshot(a), snapshot(b), 'the second record was treated otherwise');
  if (a === null || b === null) return;
  assert.equal(a.keySchema, b.keySchema, 'two key schemas were made of one');
  assert.equal(a.valueSchema, b.valueSchema, 'two value schemas were made of one');
}

async function assertNullRule(suite: TransformSuite): Promise<void> {
  const [one] = suite.applies;
  assert.ok(one !== undefined, 'the suite needs a record that the transformation applies to');
  const record = one.record().newRecord({ valueSchema: null, value: null });
  const transformation = configured(suite, one);
  if (suite.nullValue === 'fails') return assertDataError(() => apply(transformation, record));
  const before = snapshot(record);
  const result = apply(transformation, record);
  if (suite.nullValue === 'drops') assert.equal(result, null);
  else if (suite.nullValue === 'passes') assert.equal(snapshot(result), before);
  else assert.ok(result !== null && snapshot(result) !== before, 'the record was expected to be changed');
}
