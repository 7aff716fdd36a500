import { expect, test } from 'vitest';
import { packWorkspace, tarballName } from './pack.ts';

test.each([
  [{ name: '@causeway/api', version: '0.1.0' }, 'causeway-api-0.1.0.tgz'],
  [{ name: 'causeway', version: '1.0.0-rc.1' }, 'causeway-1.0.0-rc.1.tgz'],
])('the tarball of %o is %s', (one, expected) => {
  expect(tarballName(one)).toBe(expected);
});

test('a package that is not there is refused by its name', async () => {
  await expect(packWorkspace('unused', ['@causeway/none'])).rejects.toThrow(/@causeway\/none/);
});
