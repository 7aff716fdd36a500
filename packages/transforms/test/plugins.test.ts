import { testPlugins } from '@causeway/testkit';
import { describe, test } from 'vitest';
import plugins from '@causeway/transforms';

testPlugins({ describe, test }, { plugins, manifest: new URL('../package.json', import.meta.url) });
