import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../../src/kafka/port.ts';
import { InFlight } from '../../../src/tasks/source/in-flight.ts';

const ledger = (skips = false): InFlight =>
  new InFlight(
    (p) => JSON.stringify(p),
    () => skips,
  );
const [a, b] = [{ file: 'a' }, { file: 'b' }];
const ack = (receipt: Receipt): void => receipt.delivered(1, 't', 0, 0);

describe('InFlight', () => {
  test('an offset is committable once every record before it was delivered', () => {
    const inFlight = ledger();
    const receipts = Array.from({ length: 600 }, (_, i) => inFlight.submit(a, { n: i }));
    receipts.slice(256).forEach(ack);
    expect(inFlight.takeCommittable()).toEqual([]);
    receipts.slice(0, 256).forEach(ack);
    expect(inFlight.takeCommittable()).toEqual([{ partition: a, offset: { n: 599 } }]);
    expect(inFlight.takeCommittable()).toEqual([]);
  });

  test('partitions do not wait for each other', () => {
    const inFlight = ledger();
    inFlight.submit(a, { n: 1 });
    ack(inFlight.submit(b, { n: 2 }));
    expect(inFlight.takeCommittable()).toEqual([{ partition: b, offset: { n: 2 } }]);
  });

  test('equal partitions are one, whichever object stands for them', () => {
    const inFlight = ledger();
    const first = inFlight.submit({ file: 'a' }, { n: 1 });
    ack(inFlight.submit({ file: 'a' }, { n: 2 }));
    expect(inFlight.takeCommittable()).toEqual([]);
    ack(first);
    expect(inFlight.takeCommittable()).toEqual([{ partition: { file: 'a' }, offset: { n: 2 } }]);
  });

  test.each([
    ['holds offsets back for ever', false, []],
    ['lets offsets pass where it is skipped', true, [{ partition: a, offset: { n: 2 } }]],
  ])('a record that failed %s', (_, skips, expected) => {
    const inFlight = ledger(skips);
    inFlight.submit(a, { n: 1 }).failed(1, new Error('too large'));
    ack(inFlight.submit(a, { n: 2 }));
    expect(inFlight.takeCommittable()).toEqual(expected);
    expect(inFlight.size).toBe(0);
  });

  test('records without an offset commit nothing, but count until they are delivered', () => {
    const inFlight = ledger();
    const receipt = inFlight.submit(a, null);
    expect(inFlight.size).toBe(1);
    ack(receipt);
    expect(inFlight.takeCommittable()).toEqual([]);
    expect(inFlight.size).toBe(0);
  });

  test('in whatever order acknowledgements come, no offset is ahead of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1200 }), fc.infiniteStream(fc.nat()), (count, random) => {
        const inFlight = ledger();
        const receipts = Array.from({ length: count }, (_, n) => ({ n, receipt: inFlight.submit(a, { n }) }));
        const delivered = new Set<number>();
        let lowWater = -1;
        const order = receipts.map((r) => [random.next().value, r] as const).toSorted((x, y) => x[0] - y[0]);
        for (const [, { n, receipt }] of order) {
          ack(receipt);
          delivered.add(n);
          while (delivered.has(lowWater + 1)) lowWater++;
          for (const { offset } of inFlight.takeCommittable()) expect(offset['n']).toBeLessThanOrEqual(lowWater);
        }
        expect(inFlight.size).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});
