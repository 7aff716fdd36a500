import { expect, test } from 'vitest';
import { documentOf, envelope, insertRows, tableRow } from './rows.ts';

interface Envelope {
  readonly schema: { readonly fields: readonly { readonly field: string }[] };
  readonly payload: Readonly<Record<string, unknown>>;
}

const decode = (base64: unknown): bigint =>
  BigInt.asIntN(64, BigInt(`0x${Buffer.from(String(base64), 'base64').toString('hex')}`));

test.each([1, 2, 127, 128, 32_254, 999_999, 1_500_000])(
  'row %i is the same in SQL, in Kafka and in Elasticsearch',
  (id) => {
    const { schema, payload } = JSON.parse(envelope(tableRow(id))) as Envelope;
    const document = JSON.parse(documentOf(tableRow(id))) as Readonly<Record<string, string | number>>;
    expect(schema.fields.map(({ field }) => field)).toEqual(Object.keys(payload));
    expect({ ...payload, price: Number(decode(payload['price'])) / 100 }).toEqual(document);
    const created = new Date(document['created'] as number).toISOString().slice(0, 19).replace('T', ' ');
    expect(insertRows('t', id, 1)).toBe(
      `INSERT INTO t VALUES (${id},${document['quantity']},'${document['code']}','${document['title']}',` +
        `${(document['price'] as number).toFixed(2)},'${created}',${document['ratio']},${document['state']})`,
    );
  },
);
