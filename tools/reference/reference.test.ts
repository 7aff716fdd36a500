import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../process/workspace.ts';
import { referencePages } from './reference.ts';

test.each([...(await referencePages())])(
  'docs/reference/%s says what the code does (npm run reference writes it)',
  (file, text) => {
    const path = join(root, 'docs/reference', file);
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
  },
);
