#!/usr/bin/env node
/** The command `causeway`. */
import { runCauseway } from './commands.ts';

await runCauseway(process.argv.slice(2));
