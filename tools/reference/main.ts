/** `npm run reference`: writes docs/reference. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../process/workspace.ts';
import { referencePages } from './reference.ts';

const dir = join(root, 'docs/reference');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
for (const [file, text] of await referencePages()) writeFileSync(join(dir, file), text);
console.log(`docs/reference: written`);
