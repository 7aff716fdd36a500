#!/usr/bin/env node
/** The command `connect-distributed`, with the arguments, exit codes and messages of Kafka's own. */
import { enableCompileCache } from 'node:module';

enableCompileCache(); // what was compiled once starts faster the next time
const { runDistributed } = await import('./distributed.ts');
await runDistributed(process.argv.slice(2));
