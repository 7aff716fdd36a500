/**
 * What tests of plugins share: suites of what any plugin must obey, and the player of recorded cases ("goldens"), each of which says what a
 * class of Kafka Connect answers to one input.
 *
 * - `testPlugins`, `testConfig`, `testConverter`, `testHeaderConverter`, `testTransform`, `testPredicate`: the suites; `samples`, `recursiveSamples`: values of
 *   all types
 * - `readCases` reads a file of cases; `problemWith` says what is wrong with the answer to one; `runCase`, `difference` and `judge` are its steps
 *
 * ```ts
 * import { describe, test } from 'vitest';
 * testConverter({ describe, test }, { create: () => new MyConverter(), carries: samples() });
 * ```
 *
 * It knows the plugin contracts of `@causeway/api` and nothing of any one plugin, of a test runner or of the worker.
 */
export * from './golden/case.ts';
export * from './golden/difference.ts';
export * from './golden/encoding.ts';
export * from './golden/known-differences.ts';
export * from './golden/record.ts';
export * from './golden/run.ts';
export * from './golden/step.ts';
export * from './suites/config.ts';
export { type BadBytes, type ConverterClaims, type ConverterSuite, testConverter } from './suites/converter.ts';
export * from './suites/header-converter.ts';
export * from './suites/plugins.ts';
export * from './suites/predicate.ts';
export type { BadConfig, TestRunner } from './suites/runner.ts';
export * from './suites/samples.ts';
export * from './suites/transform.ts';
