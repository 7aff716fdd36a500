/** The stages of `npm test`, in order, and what each needs. */
import { checkCompose } from '../compose/check.ts';
import { oneFailed, onePassed, type Counts } from './counts.ts';
import { checkPackages } from './packages.ts';
import { runProgram } from './program.ts';
import { runVitest } from './vitest.ts';

export interface StageContext {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** The environment of tests, with the addresses of the services; resolves when those are up. */
  readonly testEnvironment: () => Promise<NodeJS.ProcessEnv>;
}

export interface Stage {
  readonly name: string;
  /** Stages that have to run before, also when only this one is asked for. */
  readonly needs?: readonly string[];
  readonly usesServices?: boolean;
  readonly run: (context: StageContext) => Promise<Counts>;
}

/** A program whose success is one check. */
function program(name: string, command: string, args: readonly string[]): Stage {
  return { name, run: (context) => runProgram(command, args, context) };
}

export const stages: readonly Stage[] = [
  program('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  program('lint', 'eslint', ['.', '--max-warnings', '0']),
  program('build', process.execPath, ['tools/run.mjs', 'build']),
  program('types', 'tsc', ['-p', 'tsconfig.tests.json']),
  {
    name: 'compose',
    run: async ({ say }) => {
      const problems = await checkCompose();
      problems.forEach(say);
      return problems.length === 0 ? onePassed : oneFailed;
    },
  },
  { name: 'packages', needs: ['build'], run: checkPackages },
  { name: 'unit', run: (context) => runVitest('unit', process.env, context) },
  {
    name: 'integration',
    usesServices: true,
    run: async (context) => runVitest('integration', await context.testEnvironment(), context),
  },
  {
    name: 'e2e',
    needs: ['build'],
    usesServices: true,
    run: async (context) => runVitest('e2e', await context.testEnvironment(), context),
  },
];

/** The stages of those names with what they need, in order; all without names. Throws on an unknown name. */
export function selectStages(names: readonly string[], from: readonly Stage[] = stages): Stage[] {
  const unknown = names.find((name) => !from.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    throw new RangeError(`no stage '${unknown}'; there are: ${from.map(({ name }) => name).join(', ')}`);
  }
  if (names.length === 0) return [...from];
  const needed = from.filter(({ name }) => names.includes(name)).flatMap(({ needs = [] }) => needs);
  return from.filter(({ name }) => names.includes(name) || needed.includes(name));
}
