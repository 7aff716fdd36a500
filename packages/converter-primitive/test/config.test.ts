import { readFileSync } from 'node:fs';
import type { ConfigDefinition, ConfigMap } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import plugins from '../src/index.ts';

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
  readonly width: string;
  readonly required?: boolean;
  readonly valid: string;
  readonly errors: number;
  readonly visible: boolean;
  readonly value: { readonly v: unknown } | null;
}

function recorded(name: string): Recorded[] {
  const lines = readFileSync(new URL(`../golden/${name}.jsonl`, import.meta.url), 'utf8').trim();
  return lines.split('\n').map((line) => JSON.parse(line) as Recorded);
}

const definitionOf = (name: string): ConfigDefinition =>
  plugins.find((plugin) => plugin.class === name)!.config as ConfigDefinition;

describe('as recorded from Kafka Connect,', () => {
  test.each(recorded('config-def'))('$title', ({ class: name, result }) => {
    const keys = Object.entries(definitionOf(name).keys).map(([key, definition]) => ({
      name: key,
      type: definition.type,
      required: !definition.hasDefault,
      importance: definition.importance,
      width: definition.width,
      group: definition.group,
      order: definition.order ?? -1,
      displayName: definition.displayName ?? key,
      valid: definition.validator?.describe,
    }));
    expect(keys).toEqual(result.configs);
  });

  test.each(recorded('config-validate'))('$title', async ({ class: name, config, result }) => {
    const values = await definitionOf(name).validate(config);
    expect(
      values.map((v) => ({
        name: v.name,
        value: { t: 'STRING', v: v.value },
        errors: v.errorMessages.length,
        visible: v.visible,
      })),
    ).toEqual(result.configs);
  });
});
