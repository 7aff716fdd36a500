import { expect, test } from 'vitest';
import { pluginManifests } from './provides.ts';

test.each(await pluginManifests())(
  'the manifest of $name lists what the package exports (npm run manifests writes it)',
  ({ listed, exported }) => {
    expect(listed).toEqual(exported);
  },
);
