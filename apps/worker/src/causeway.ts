#!/usr/bin/env node
/** The command `causeway`. */
import { enableCompileCache } from 'node:module';

enableCompileCache(); // what was compiled once starts faster the next time
const { runCauseway } = await import('./commands.ts');
await runCauseway(process.argv.slice(2));
