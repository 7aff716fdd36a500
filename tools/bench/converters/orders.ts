/** The values of ConverterBench.java, one for one. */
import { type Schema, SchemaBuilder, Struct, TimestampType } from '@causeway/api';
import type { Values } from './jobs.ts';

export const recordCount = 1000;

export const orderSchema: Schema = SchemaBuilder.struct()
  .name('bench.Order')
  .field('id', SchemaBuilder.int64().build())
  .field('customer', SchemaBuilder.string().build())
  .field('email', SchemaBuilder.string().optional().build())
  .field('quantity', SchemaBuilder.int32().build())
  .field('price', SchemaBuilder.float64().build())
  .field('weight', SchemaBuilder.float32().build())
  .field('active', SchemaBuilder.bool().build())
  .field('status', SchemaBuilder.string().build())
  .field('created', TimestampType.SCHEMA)
  .field('note', SchemaBuilder.string().build())
  .build();

const statuses = ['new', 'paid', 'sent', 'done'];

export function order(i: number): Struct {
  return new Struct(orderSchema)
    .put('id', 10_000_000_000 + i)
    .put('customer', `customer-${i}`)
    .put('email', i % 4 === 0 ? null : `user${i}@example.com`)
    .put('quantity', i % 100)
    .put('price', i * 1.25 + 0.5)
    .put('weight', i / 8)
    .put('active', i % 2 === 0)
    .put('status', statuses[i % 4])
    .put('created', new Date(1_760_000_000_000 + i * 1000))
    .put('note', `Zürich – ${i}`);
}

const text = (i: number): string => `line ${i} `.repeat(20).slice(0, 100);

const kinds: Readonly<Record<Values, { schema: Schema; value: (i: number) => unknown }>> = {
  order: { schema: orderSchema, value: order },
  text: { schema: SchemaBuilder.string().build(), value: text },
  bytes: { schema: SchemaBuilder.bytes().build(), value: (i) => Buffer.from(text(i)) },
  int64: { schema: SchemaBuilder.int64().build(), value: (i) => 10_000_000_000 + i },
  float64: { schema: SchemaBuilder.float64().build(), value: (i) => i * 1.25 + 0.5 },
};

export function valuesOf(values: Values): { readonly schema: Schema; readonly all: readonly unknown[] } {
  const { schema, value } = kinds[values];
  return { schema, all: Array.from({ length: recordCount }, (_, i) => value(i)) };
}
