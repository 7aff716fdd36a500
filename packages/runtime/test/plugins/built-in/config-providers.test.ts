import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@causeway/api';
import { afterAll, describe, expect, test } from 'vitest';
import { DirectoryConfigProvider } from '../../../src/plugins/built-in/directory-config-provider.ts';
import { EnvVarConfigProvider } from '../../../src/plugins/built-in/env-var-config-provider.ts';
import { FileConfigProvider } from '../../../src/plugins/built-in/file-config-provider.ts';

const root = mkdtempSync(join(tmpdir(), 'config-providers-'));
afterAll(() => rmSync(root, { recursive: true }));
const secrets = join(root, 'secrets');
mkdirSync(join(secrets, 'sub'), { recursive: true });
mkdirSync(join(root, 'secrets-of-others'));
writeFileSync(join(secrets, 'db.properties'), 'user=me\npassword = p=1 \n');
writeFileSync(join(secrets, 'token'), 'line 1\nline 2\n');
writeFileSync(join(root, 'secrets-of-others', 'token'), 'not yours');
symlinkSync(join(secrets, 'token'), join(secrets, 'linked'));

describe('FileConfigProvider', () => {
  const file = join(secrets, 'db.properties');

  test.each([
    ['the keys that are there', file, ['user', 'password', 'nope'], { user: 'me', password: 'p=1 ' }],
    ['nothing for no keys', file, [], {}],
    ['nothing without a path', '', ['user'], {}],
    ['nothing for a name that every object has', file, ['toString', '__proto__'], {}],
  ])('gives %s', async (_, path, keys, data) => {
    expect(await new FileConfigProvider().get(path, keys)).toEqual({ data, ttlMs: null });
  });

  test('fails on a file that is not there, and names it', async () => {
    const missing = join(secrets, 'missing');
    await expect(new FileConfigProvider().get(missing, ['a'])).rejects.toThrow(
      `Could not read properties from file ${missing}`,
    );
  });
});

describe('allowed.paths', () => {
  async function read(allowed: string, path: string) {
    const provider = new DirectoryConfigProvider();
    provider.configure({ 'allowed.paths': allowed });
    return (await provider.get(path, ['token'])).data;
  }

  test.each([
    ['the folder itself', secrets, secrets, true],
    ['a folder inside of it', root, secrets, true],
    ['another one of several', `/var,${secrets}/`, secrets, true],
    ['everything where it is empty', '', secrets, true],
    ['no folder beside it, even with the same beginning', secrets, join(root, 'secrets-of-others'), false],
    ['no way out of it', secrets, `${secrets}/../secrets-of-others`, false],
  ])('lets read %s', async (_, allowed, path, isAllowed) => {
    expect(Object.keys(await read(allowed, path))).toEqual(isAllowed ? ['token'] : []);
  });

  test.each(['relative', '/no/such/folder'])('refuses %s', (path) => {
    expect(() => new FileConfigProvider().configure({ 'allowed.paths': path })).toThrow(ConfigError);
  });
});

describe('DirectoryConfigProvider', () => {
  test.each([
    ['whole files', secrets, ['token'], { token: 'line 1\nline 2\n' }],
    ['what links lead to', secrets, ['linked'], { linked: 'line 1\nline 2\n' }],
    ['no folder and nothing that is not there', secrets, ['sub', 'nope'], {}],
    ['no file outside', secrets, ['../secrets-of-others/token', '..', '.', ''], {}],
    ['nothing where the path is a file', join(secrets, 'token'), ['token'], {}],
    ['nothing without a path', '', ['token'], {}],
  ])('gives %s', async (_, path, keys, data) => {
    expect(await new DirectoryConfigProvider().get(path, keys)).toEqual({ data, ttlMs: null });
  });
});

describe('EnvVarConfigProvider', () => {
  const environment = { DB_USER: 'me', DB_PASSWORD: 'secret', HOME: '/root', EMPTY: '' };

  test.each([
    [null, ['DB_USER', 'HOME', 'EMPTY', 'NOPE'], { DB_USER: 'me', HOME: '/root', EMPTY: '' }],
    ['DB_.*', ['DB_USER', 'HOME'], { DB_USER: 'me' }],
    ['DB', ['DB_USER'], {}],
  ])('with the allowlist %s gives of %j: %j', (pattern, keys, data) => {
    const provider = new EnvVarConfigProvider(environment);
    provider.configure(pattern === null ? {} : { 'allowlist.pattern': pattern });
    expect(provider.get('', keys)).toEqual({ data, ttlMs: null });
  });

  test('refuses a path', () => {
    expect(() => new EnvVarConfigProvider(environment).get('x', ['HOME'])).toThrow(
      'write ${env:NAME} instead of ${env:x:NAME}',
    );
  });

  test('refuses an allowlist that is no expression', () => {
    expect(() => new EnvVarConfigProvider(environment).configure({ 'allowlist.pattern': '(' })).toThrow(ConfigError);
  });
});
