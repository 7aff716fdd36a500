import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import plugins from '@causeway/connect-file';

interface Manifest {
  readonly causeway: { readonly provides: Readonly<Record<string, readonly string[]>> };
}

test('the manifest names the plugins of the package, so that they are known without loading it', () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { provides } = (JSON.parse(text) as Manifest).causeway;
  const byKind = Map.groupBy(plugins, (plugin) => plugin.kind);
  expect(provides).toEqual(Object.fromEntries(Array.from(byKind, ([kind, of]) => [kind, of.map((p) => p.class)])));
});
