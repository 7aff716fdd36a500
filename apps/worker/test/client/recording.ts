/** A double that plays a session recorded from the Java worker: each request gets the answer of the next step that is like it. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Double } from './double.ts';

interface Recorded {
  readonly status: number;
  readonly body?: unknown;
}
interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly expect: Readonly<Record<string, Recorded>>;
}

const folder = new URL('../../golden/rest/', import.meta.url);

/** `${RUN}` in the recording, a prefix of its names, becomes `run`. A request that no step to come is like gets 599. */
export async function played(session: string): Promise<Double> {
  const text = readFileSync(new URL(`${session}.json`, folder), 'utf8')
    .replaceAll('${RUN}', 'run')
    .replaceAll('${DIR}', '/data')
    .replaceAll('"<time>"', '1700000000000');
  const { steps } = JSON.parse(text) as { steps: readonly Step[] };
  let next = 0;
  return Double.that(({ method, path, body }) => {
    const isLike = (step: Step): boolean =>
      step.method === method && pathOf(step.path) === pathOf(path) && isDeepStrictEqual(step.body, body);
    const index = steps.findIndex((step, i) => i >= next && isLike(step));
    if (index < 0) return { status: 599, body: { error_code: 599, message: `not recorded: ${method} ${path}` } };
    next = index + 1;
    const { expect } = steps[index]!;
    const { status, body: answer } = expect['*'] ?? expect['distributed']!;
    return { status, ...(answer === undefined ? {} : { body: answer }) };
  });
}

/** scope=worker is the default. */
const pathOf = (path: string): string => decodeURIComponent(path.replace('?scope=worker', ''));
