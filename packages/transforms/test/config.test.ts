import { readFileSync } from 'node:fs';
import type { ConfigDefinition, ConfigKey, ConfigMap } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import plugins from '@causeway/transforms';

interface Recorded {
  readonly title: string;
  readonly class: string;
  readonly config: ConfigMap;
  readonly result: { readonly configs: readonly RecordedKey[] };
}

interface RecordedKey {
  readonly name: string;
  readonly type: string;
  readonly importance: string;
  readonly required?: boolean;
  readonly default?: string | null;
  readonly errors: number;
  readonly value: { readonly v: unknown } | null;
}

function recorded(name: string): Recorded[] {
  const lines = readFileSync(new URL(`../golden/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Recorded);
}

const definitionOf = (name: string): ConfigDefinition =>
  plugins.find((plugin) => plugin.class === name)!.config as ConfigDefinition;

describe('as recorded from Kafka Connect,', () => {
  test.each(recorded('config-def'))('$title', ({ class: name, result }) => {
    const { keys } = definitionOf(name);
    expect(Object.keys(keys).sort()).toEqual(result.configs.map((c) => c.name).sort());
    for (const key of result.configs) {
      const have = keys[key.name]!;
      expect([have.type, have.importance, !have.hasDefault]).toEqual([key.type, key.importance, key.required ?? false]);
      const { defaultValue } = have as ConfigKey<string | number | boolean | readonly string[]>;
      if (defaultValue !== null) expect(defaultValue.toString()).toBe(key.default);
    }
  });

  test.each(recorded('config-validate'))('$title', async ({ class: name, config, result }) => {
    const values = await definitionOf(name).validate(config);
    expect(values.map((v) => v.name).sort()).toEqual(result.configs.map((c) => c.name).sort());
    for (const key of result.configs) {
      const have = values.find((v) => v.name === key.name)!;
      expect(have.errorMessages).toHaveLength(key.errors);
      expect(have.value).toEqual(key.value === null ? null : key.value.v);
    }
  });
});
