import { readFileSync } from 'node:fs';
import { Password } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { jdbcSourceConfig } from '../../src/source/config.ts';
import { server, TestDatabase } from '../doubles/mysql.ts';

interface ValidateCase {
  readonly id: string;
  readonly title: string;
  readonly setupSql: readonly string[];
  readonly validate: { readonly class: string; readonly config: Record<string, string> };
  readonly expected: {
    readonly validate: {
      readonly errors: Record<string, number>;
      readonly values: Record<
        string,
        { readonly value: string | null; readonly recommended: string[]; readonly visible: boolean }
      >;
      readonly definitions?: Record<string, Definition>;
    };
  };
}

interface Definition {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default_value: string | null;
  readonly importance: string;
  readonly group: string;
  readonly order_in_group: number;
  readonly width: string;
  readonly dependents: string[];
}

const text = readFileSync(new URL('../../golden/validate.json', import.meta.url), 'utf8');
const cases = (JSON.parse(text) as { cases: ValidateCase[] }).cases.filter(({ validate }) =>
  validate.class.includes('Source'),
);

function shown(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Password) return '[hidden]';
  return Array.isArray(value) ? value.join(',') : JSON.stringify(value);
}

/** Errors by key, at most one a key: Java runs a validator even on what could not be parsed, which gives a second. */
const asKeys = (errors: Record<string, number>): string[] => Object.keys(errors).sort();

describe('validation as recorded', () => {
  test.concurrent.each(cases.map((c) => [c.title, c] as const))(
    '%s',
    async (_title, { setupSql, validate, expected }) => {
      await using database = await TestDatabase.create('v');
      const places: Record<string, string> = { ...server, db: database.name, prefix: 'p_', name: 'n' };
      const fill = (s: string): string => s.replace(/\$\{(\w+)\}/g, (all, word: string) => places[word] ?? all);
      await database.run(...setupSql.map(fill));
      const config = Object.fromEntries(Object.entries(validate.config).map(([k, v]) => [k, fill(v)]));
      const values = await jdbcSourceConfig.validate(config);
      const wrong = values.filter(({ errorMessages }) => errorMessages.length > 0).map(({ name }) => name);
      expect(wrong.sort()).toEqual(asKeys(expected.validate.errors));
      for (const [name, wanted] of Object.entries(expected.validate.values)) {
        const { value, recommendedValues: recommended, visible } = values.find((v) => v.name === name)!;
        const filled = wanted.value === null ? null : fill(wanted.value);
        expect({ name, value: shown(value), recommended, visible }).toEqual({ name, ...wanted, value: filled });
      }
    },
  );

  test('the definitions are those of Java, in the same order', () => {
    const wanted = cases.find((c) => c.expected.validate.definitions !== undefined)!.expected.validate.definitions!;
    expect(Object.keys(jdbcSourceConfig.keys)).toEqual(Object.keys(wanted));
    for (const [name, key] of Object.entries(jdbcSourceConfig.keys)) {
      const { type, importance, group, order, width, dependents } = key;
      const definition: Definition = {
        name,
        type,
        required: !key.hasDefault,
        default_value: shown(key.defaultValue),
        importance,
        group: group!,
        order_in_group: order!,
        width,
        dependents: [...dependents],
      };
      expect(definition).toEqual(wanted[name]);
    }
  });

  test.each([
    ['a wrong password', { 'connection.password': 'wrong-secret' }, [/Access denied/, /connection\.password/]],
    [
      'nobody listening',
      { 'connection.url': `jdbc:mysql://${server.host}:1/x` },
      [/:1 /, /ECONNREFUSED/, /host and port/],
    ],
    [
      'a database that is not there',
      { 'connection.url': `jdbc:mysql://${server.host}:${server.port}/nowhere_${process.pid}` },
      [/Unknown database/, /connection\.url/],
    ],
    [
      'credentials in the URL',
      {
        'connection.url': `jdbc:mysql://someone:wrong-secret@${server.host}:${server.port}/x`,
        'connection.user': null,
        'connection.password': null,
      },
      [/someone/],
    ],
  ])('%s is an error of connection.url that says what to check, and no secret', async (_what, changes, mentions) => {
    const config: Record<string, string | null> = {
      'connection.url': `jdbc:mysql://${server.host}:${server.port}/information_schema`,
      'connection.user': server.user,
      'connection.password': server.password,
      mode: 'bulk',
      'table.whitelist': 'x',
      ...changes,
    };
    const given = Object.fromEntries(Object.entries(config).filter(([, v]) => v !== null));
    const [message = ''] = (await jdbcSourceConfig.validate(given)).find(
      (v) => v.name === 'connection.url',
    )!.errorMessages;
    for (const mention of mentions) expect(message).toMatch(mention);
    expect(message).not.toContain('wrong-secret');
    expect(message).not.toContain(server.password);
  });
});
