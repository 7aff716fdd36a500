import assert from 'node:assert/strict';
import { type ConfigDefinition, type ConfigKey, parseValue, Password } from '@causeway/api';
import type { TestRunner } from './runner.ts';

/** A definition of any keys. */
type Definition = Pick<ConfigDefinition, 'keys' | 'validate'>;

/**
 * What every definition of settings must obey: each key says what it does and how important it is, defaults fit their type and rules, and
 * validation answers for each key, by its name, whatever it is given.
 */
export function testConfig(
  { describe, test }: TestRunner,
  { name, config }: { readonly name: string; readonly config: Definition },
): void {
  describe(`the settings of ${name}:`, () => {
    for (const [key, definition] of Object.entries(config.keys)) {
      test(`${key} is described, and its default fits`, () => assertSound(key, definition));
    }
    test('validation answers for each key without any setting', () => assertAnswers(config, {}));
    test('validation answers for each key with texts that fit nothing', async () => {
      const texts = Object.fromEntries(Object.keys(config.keys).map((key) => [key, 'no value of any type']));
      await assertAnswers(config, texts);
    });
  });
}

function assertSound(name: string, key: ConfigKey): void {
  assert.match(name, /^[^\s=:]+$/, 'a key must be one word that a properties file can hold');
  assert.notEqual(key.documentation.trim(), '', 'it needs a doc');
  assert.ok(['HIGH', 'MEDIUM', 'LOW'].includes(key.importance), `importance ${key.importance}`);
  if (!key.hasDefault) return;
  // the rule may need other keys, or refuse the default in order to make the key required
  if (key.defaultValue === null) return;
  assert.deepEqual(
    parseValue(name, key.type, textOf(key.defaultValue)),
    key.defaultValue,
    'the default is not of its type',
  );
  assert.equal(key.validator?.(key.defaultValue, name) ?? null, null, 'the default breaks the rule of its key');
}

function textOf(value: unknown): string {
  if (value instanceof Password) return value.value;
  return Array.isArray(value) ? value.join(',') : (value as string | number | boolean).toString();
}

async function assertAnswers(config: Definition, raw: Readonly<Record<string, string>>): Promise<void> {
  const values = await config.validate(raw, { keysOnly: true });
  const names = values.map((value) => value.name);
  for (const [name, key] of Object.entries(config.keys)) {
    assert.ok(names.includes(name), `nothing was said of ${name}`);
    const { errorMessages } = values.find((value) => value.name === name)!;
    for (const message of errorMessages) assert.ok(message.includes(name), `the message must name ${name}: ${message}`);
    if (!key.hasDefault && raw[name] === undefined) assert.notEqual(errorMessages.length, 0, `${name} is required`);
    if (key.type !== 'PASSWORD') continue;
    const shown = errorMessages.join('\n');
    assert.ok(raw[name] === undefined || !shown.includes(raw[name]), `the message shows the secret ${name}`);
  }
}
