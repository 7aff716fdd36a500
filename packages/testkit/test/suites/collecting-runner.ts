import type { TestRunner } from '@causeway/testkit';

/** Runs the tests of a suite and keeps the names of those that failed. */
export async function failuresOf(suite: (runner: TestRunner) => void): Promise<string[]> {
  const path: string[] = [];
  const tests: { readonly name: string; readonly body: () => void | Promise<void> }[] = [];
  suite({
    describe: (name, body) => {
      path.push(name);
      body();
      path.pop();
    },
    test: (name, body) => tests.push({ name: [...path, name].join(' '), body }),
  });
  const failures: string[] = [];
  for (const { name, body } of tests) {
    try {
      await body();
    } catch {
      failures.push(name);
    }
  }
  return failures;
}
