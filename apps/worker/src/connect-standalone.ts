#!/usr/bin/env node
/** The command `connect-standalone`, with the arguments, exit codes and messages of Kafka's own. */
import { runStandalone } from './standalone.ts';

await runStandalone(process.argv.slice(2));
