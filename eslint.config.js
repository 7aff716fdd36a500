import { defineConfig } from 'eslint/config';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The rooms of the runtime, in the direction of calls: a room may import those after it, never those before it. */
const rooms = ['cli', 'rest', 'herder', 'worker', 'tasks', 'storage', 'plugins', 'kafka', 'observability', 'config'];
const runtime = 'packages/runtime/src';
const layers = rooms.slice(1).map((room, i) => ({
  target: `./${runtime}/${room}`,
  from: rooms.slice(0, i + 1).map((above) => `./${runtime}/${above}`),
  message: 'A room of the runtime calls only the rooms below it (ARCHITECTURE.md, layers).',
}));

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.turbo/**',
      '.demo/**',
      '.bench/**',
      '{packages,apps}/*/golden/**',
      '**/*.mjs',
      '*.config.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['packages/*/tsconfig.json', 'apps/*/tsconfig.json', 'tsconfig.tests.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: { 'import-x/extensions': ['.ts'], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off', // Promise.withResolvers<void>()
      'import-x/no-cycle': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@causeway/*/*', '**/packages/*'],
              message: "Import a package by its name only: no deep path, no path into another package's folder.",
            },
          ],
        },
      ],
    },
  },
  { files: [`${runtime}/**`], rules: { 'import-x/no-restricted-paths': ['error', { zones: layers }] } },
  {
    files: ['packages/api/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@causeway/*'], message: 'api depends on nothing.' }] },
      ],
    },
  },
  {
    files: ['packages/schema-registry/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@causeway/(?!api$)', message: 'schema-registry depends on api only.' }] },
      ],
    },
  },
  {
    files: ['packages/{connect,converter}-*/src/**', 'packages/transforms/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@causeway/(?!api$|schema-registry$)',
              message:
                'A plugin imports @causeway/api, and @causeway/schema-registry if it writes schema ids, and nothing else of ours.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/test/**', 'e2e/**', 'tools/**', '*.config.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/unbound-method': 'off' },
  },
);
