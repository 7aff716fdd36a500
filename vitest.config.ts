import { defineConfig } from 'vitest/config';

/** Tests read the packages' sources, so that no build is needed to run them. */
const resolve = { conditions: ['@causeway/source'] };
const ssr = { resolve: { conditions: ['@causeway/source', 'node', 'import', 'default'] } };
const outside = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: [...outside, '**/*.integration.test.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'integration',
          include: ['{packages,apps}/*/test/**/*.integration.test.ts', 'e2e/interop/*.integration.test.ts'],
          exclude: outside,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/test/**/*.test.ts'],
          globalSetup: ['e2e/setup/install.ts'],
          exclude: outside,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
