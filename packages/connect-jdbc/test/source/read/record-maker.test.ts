import { Schema, SchemaBuilder, type SourceRecord } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../src/time/instant.ts';
import { BEGINNING, positionOf } from '../../../src/source/read/offsets.ts';
import { IncrementingRecordMaker, TimestampRecordMaker } from '../../../src/source/read/record-maker.ts';

const schema = SchemaBuilder.struct().name('t').field('id', Schema.INT64_SCHEMA).build();
const shape = { schema, signature: '' };
const target = { topic: 't', partition: { table: 't' } };
const at = (micros: number): Instant => ({ epochMs: Math.floor(micros / 1000), nanos: (micros % 1_000_000) * 1000 });

/** Rows with the moments (in microseconds), handed over in pieces as they might arrive. */
function timestampRecords(moments: readonly number[], pieces: readonly number[]): SourceRecord[] {
  const maker = new TimestampRecordMaker(target, BEGINNING);
  const records: SourceRecord[] = [];
  for (let from = 0, i = 0; from < moments.length; i++) {
    const to = Math.min(moments.length, from + (pieces[i % pieces.length] ?? 1));
    const rows = {
      values: moments.slice(from, to).map((_, k) => [from + k]),
      instants: moments.slice(from, to).map(at),
    };
    records.push(...maker.make(rows, shape, to < moments.length ? at(moments[to]!) : null));
    from = to;
  }
  return records;
}

const sortedMoments = fc
  .array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 })
  .map((list) => list.map((n) => 1_700_000_000_000_000 + n).sort((a, b) => a - b));
const pieces = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

describe('offsets of the timestamp mode', () => {
  test('after a restart behind any record no row is missing, and only rows of its moment come again', () => {
    fc.assert(
      fc.property(sortedMoments, pieces, (moments, sizes) => {
        const records = timestampRecords(moments, sizes);
        for (const [given, { sourceOffset }] of records.entries()) {
          const { timestamp } = positionOf(sourceOffset);
          const from = timestamp === null ? -Infinity : timestamp.epochMs * 1000 + ((timestamp.nanos / 1000) % 1000);
          const again = moments.map((moment, row) => ({ moment, row })).filter(({ moment }) => moment > from);
          expect(again.length + given + 1).toBeGreaterThanOrEqual(moments.length);
          for (const { moment, row } of again) if (row <= given) expect(moment).toBe(moments[given]);
        }
      }),
    );
  });

  test('the same rows have the same offsets, however they arrive', () => {
    fc.assert(
      fc.property(sortedMoments, pieces, pieces, (moments, some, others) => {
        const offsets = (sizes: readonly number[]) => timestampRecords(moments, sizes).map((r) => r.sourceOffset);
        expect(offsets(some)).toEqual(offsets(others));
      }),
    );
  });

  test('a beginning that is set is kept from the first record on', () => {
    const maker = new TimestampRecordMaker(target, { incrementing: null, timestamp: at(5) });
    const rows = { values: [[1], [2]], instants: [at(9), at(9)] };
    const offsets = maker.make(rows, shape, null).map((r) => r.sourceOffset);
    expect(offsets).toEqual([
      { timestamp: 0, timestamp_nanos: 5000 },
      { timestamp: 0, timestamp_nanos: 9000 },
    ]);
  });
});

describe('offsets of the incrementing modes', () => {
  test('every record has its own number', () => {
    const maker = new IncrementingRecordMaker(target, BEGINNING, 'ID', false);
    const records = maker.make({ values: [[1], [2n ** 60n]], instants: [] }, shape);
    expect(records.map((r) => r.sourceOffset)).toEqual([{ incrementing: 1 }, { incrementing: 2n ** 60n }]);
    expect(maker.position.incrementing).toBe(2n ** 60n);
  });

  test('every record has its own moment and number, in the order of keys that Java writes', () => {
    const maker = new IncrementingRecordMaker(target, BEGINNING, 'id', true);
    const [record] = maker.make({ values: [[3]], instants: [at(7)] }, shape);
    expect(JSON.stringify(record!.sourceOffset)).toBe('{"timestamp_nanos":7000,"incrementing":3,"timestamp":0}');
  });

  test('a column that the result lacks is named', () => {
    const maker = new IncrementingRecordMaker(target, BEGINNING, 'nr', false);
    expect(() => maker.make({ values: [[1]], instants: [] }, shape)).toThrow(/"nr"/);
  });
});
