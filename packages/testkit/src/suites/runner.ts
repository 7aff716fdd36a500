import assert from 'node:assert/strict';
import { ConfigError, DataError } from '@causeway/api';

/** The two functions of a test runner that the suites use: those of vitest, node:test and jest fit. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => void | Promise<void>) => unknown;
}

/** Settings that must be refused, and the key that the error must name. */
export interface BadConfig {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly key: string;
}

/** `configure` must throw a ConfigError that names the key. */
export function assertRefused(configure: () => void, { key }: BadConfig): void {
  const error = thrown(configure);
  assert.ok(error instanceof ConfigError, `a ConfigError was expected, got: ${describe(error)}`);
  assert.ok(error.message.includes(key), `the message must name the key ${key}: ${error.message}`);
}

/** What `step` throws or rejects with must be a DataError, which tolerance and dead letter queue can handle. */
export async function assertDataError(step: () => unknown): Promise<void> {
  const error = await rejected(step);
  assert.ok(error instanceof DataError, `a DataError was expected, got: ${describe(error)}`);
}

/** Either works or throws a DataError: what must not happen is any other error. Gives the result, or undefined. */
export async function dataErrorOrResult<T>(step: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    assert.ok(error instanceof DataError, `a result or a DataError was expected, got: ${describe(error)}`);
    return undefined;
  }
}

function thrown(step: () => unknown): unknown {
  try {
    step();
  } catch (error) {
    return error;
  }
  return undefined;
}

async function rejected(step: () => unknown): Promise<unknown> {
  try {
    await step();
  } catch (error) {
    return error;
  }
  return undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
}
