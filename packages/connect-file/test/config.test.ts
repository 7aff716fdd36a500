import type { ConfigDefinition } from '@causeway/api';
import { problemWith, readCases } from '@causeway/testkit';
import { describe, expect, test } from 'vitest';
import plugins from '@causeway/connect-file';

describe.each(['config-def', 'config-validate'])('as recorded from Kafka Connect, %s:', (area) => {
  test.each(readCases(new URL(`../golden/${area}.jsonl`, import.meta.url)))('$title', async (recorded) => {
    expect(await problemWith(recorded, { plugins })).toBeNull();
  });
});

const validated = readCases(new URL('../golden/config-validate.jsonl', import.meta.url));

test.each(validated)('in the words of Kafka Connect, $title', async ({ class: name, config, result }) => {
  const definition = plugins.find((plugin) => plugin.class === name)!.config as ConfigDefinition;
  for (const { name: key, errorMessages } of await definition.validate(config ?? {})) {
    const message = result.configs!.find((c) => c.name === key)?.['message'];
    expect([key, ...errorMessages]).toEqual(message === undefined ? [key] : [key, message]);
  }
});
