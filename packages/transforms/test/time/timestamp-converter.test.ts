import { ConfigError, DataError, Schema, SchemaBuilder, SourceRecord, Struct, TimestampType } from '@causeway/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VALUE } from '../../src/record/side.ts';
import { TimestampConverter } from '../../src/time/timestamp-converter.ts';
import { countOf, millisecondsOf, UNIX_PRECISIONS } from '../../src/time/unix-precision.ts';

function convert(config: Record<string, string>, valueSchema: Schema | null, value: unknown): SourceRecord {
  const transformation = new TimestampConverter(VALUE);
  transformation.configure(config);
  return transformation.apply(
    new SourceRecord({ sourcePartition: null, sourceOffset: null, topic: 't', valueSchema, value }),
  );
}

const format = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

describe('TimestampConverter', () => {
  test('gives back the time that it made a text of', () => {
    const times = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(times, (time) => {
        const text = convert({ 'target.type': 'string', format }, TimestampType.SCHEMA, time);
        const back = convert({ 'target.type': 'Timestamp', format }, text.valueSchema, text.value);
        expect(back.value).toEqual(time);
        expect(back.valueSchema!.equals(TimestampType.SCHEMA)).toBe(true);
      }),
    );
  });

  const schema = SchemaBuilder.struct().field('ts', Schema.STRING_SCHEMA).field('n', Schema.INT32_SCHEMA).build();
  const struct = Struct.of(schema, ['soon', 1]);

  test.each([
    ['ts', `TimestampConverter can't read the text in field "ts": it does not match format yyyy`],
    ['n', `TimestampConverter can't read field "n": expected Timestamp, Date, Time, STRING or INT64, found INT32`],
  ])('says why it can not read field %s', (field, message) => {
    const apply = () => convert({ field, 'target.type': 'unix', format: 'yyyy' }, schema, struct);
    expect(apply).toThrow(DataError);
    expect(apply).toThrow(message);
  });

  test.each([
    [{ 'target.type': 'string' }, 'needs the configuration format'],
    [{ 'target.type': 'unix', format: 'yyyy-bb' }, 'Invalid pattern for dates yyyy-bb: bb means nothing in it'],
  ])('refuses %o: %s', (config: Record<string, string>, message) => {
    const configure = () => convert(config, null, null);
    expect(configure).toThrow(ConfigError);
    expect(configure).toThrow(message);
  });
});

describe('numbers since the epoch', () => {
  test.each(UNIX_PRECISIONS)('in %s give back their milliseconds, if they do not end before', (precision) => {
    const seconds = precision === 'seconds' ? 1000 : 1;
    fc.assert(
      fc.property(fc.integer({ min: -9e12, max: 9e12 }), (ms) => {
        const whole = ms - (ms % seconds);
        expect(millisecondsOf(countOf(whole, precision), precision)).toBe(whole);
      }),
    );
  });

  test.each([
    [9_007_199_254_740_991, 'microseconds', 9_007_199_254_740],
    [-1, 'microseconds', 0],
    [-1500, 'seconds', -1_500_000],
    [1_650_000_000_123_456_789n, 'nanoseconds', 1_650_000_000_123],
  ] as const)('%s %s are %s milliseconds', (count, precision, ms) => {
    expect(millisecondsOf(count, precision)).toBe(ms);
  });
});
