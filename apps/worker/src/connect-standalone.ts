#!/usr/bin/env node
/** The command `connect-standalone`, with the arguments, exit codes and messages of Kafka's own. */
import { enableCompileCache } from 'node:module';

enableCompileCache(); // what was compiled once starts faster the next time
const { runStandalone } = await import('./standalone.ts');
await runStandalone(process.argv.slice(2));
