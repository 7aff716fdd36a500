/**
 * What tests of plugins share: the player of recorded cases ("goldens"), each of which says what a class of Kafka Connect answers to one input.
 *
 * - `readCases` reads a file of cases, one JSON object a line
 * - `runCase` makes the plugin that a case names, gives it the input and encodes what it answers
 * - `difference` says where an answer differs from the recorded one
 *
 * ```ts
 * test.each(readCases(new URL('../golden/predicates.jsonl', import.meta.url)))('$title', async (recorded) => {
 *   expect(difference(recorded, await runCase(recorded, { plugins }))).toBeNull();
 * });
 * ```
 *
 * It knows the plugin contracts of `@causeway/api` and nothing of any one plugin, of a test runner or of the worker.
 */
export * from './golden/case.ts';
export * from './golden/difference.ts';
export * from './golden/encoding.ts';
export * from './golden/record.ts';
export * from './golden/run.ts';
