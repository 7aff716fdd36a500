import type { Plugin, PluginKind } from '@causeway/api';
import type { GoldenCase } from './case.ts';
import { type GoldenSubjects, NoSubjectError } from './step.ts';

type OfKind<K extends PluginKind> = Extract<Plugin, { kind: K }>;

/** An object of the class that the case names. @throws NoSubjectError if it is not among the plugins */
export function createPlugin<K extends PluginKind>(
  kind: K,
  recorded: GoldenCase,
  { plugins = [] }: GoldenSubjects,
): ReturnType<OfKind<K>['create']> {
  const found = plugins.find((plugin) => plugin.kind === kind && plugin.class === recorded.class);
  if (found === undefined) throw new NoSubjectError(`no ${kind} ${recorded.class ?? ''} among the plugins`);
  return (found as OfKind<K>).create() as ReturnType<OfKind<K>['create']>;
}
