import { Schema, SchemaBuilder } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { SchemaCache } from '../../src/schemas/schema-cache.ts';

const struct = (name: string): Schema => SchemaBuilder.struct().name(name).field('a', Schema.INT32_SCHEMA).build();

describe('SchemaCache', () => {
  test('makes one thing for a schema and those that are equal to it', () => {
    const cache = new SchemaCache((schema) => ({ schema }));
    const first = struct('a');
    const made = cache.get(first);
    expect(made.schema).toBe(first);
    expect(cache.get(struct('b'))).not.toBe(made);
    expect(cache.get(struct('a'))).toBe(made);
    expect(cache.get(first)).toBe(made);
  });

  test('knows a schema that still lives, however many came after it', () => {
    const cache = new SchemaCache((schema) => ({ schema }));
    const first = struct('a');
    const made = cache.get(first);
    for (let i = 0; i < 100; i++) cache.get(struct(`n${i}`));
    expect(cache.get(first)).toBe(made);
  });

  test('makes nothing of a schema that is refused, and refuses it again', () => {
    const cache = new SchemaCache((): never => {
      throw new Error('refused');
    });
    const schema = struct('a');
    expect(() => cache.get(schema)).toThrow('refused');
    expect(() => cache.get(schema)).toThrow('refused');
  });
});
