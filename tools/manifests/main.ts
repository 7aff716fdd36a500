/** `npm run manifests`: writes `causeway.provides` of every plugin package from what it exports. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pluginManifests } from './provides.ts';

for (const { file, name, exported } of await pluginManifests()) {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { causeway: object };
  manifest.causeway = { ...manifest.causeway, provides: exported };
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${name}: ${Object.values(exported).flat().length} plugins`);
}
