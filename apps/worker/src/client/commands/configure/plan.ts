import type { Config } from '../../api/answers.ts';
import type { Wanted } from './connector-files.ts';
import type { Output } from '../../output/output.ts';
import { counted, oneLine } from '../../output/text.ts';
import { maskValue } from '../../secrets/mask.ts';
import type { Session } from '../../session.ts';
import { type Change, differences } from './difference.ts';

/** What `apply` would do to one connector. */
export interface Plan {
  readonly wanted: Wanted;
  readonly action: 'create' | 'update' | 'none';
  /** null if there is no such connector. */
  readonly current: Config | null;
  readonly changes: readonly Change[];
}

/** Compares a file with what the API has. Changes nothing. */
export async function planFor({ api }: Session, wanted: Wanted): Promise<Plan> {
  const current = await api.config(wanted.name);
  const changes = differences(current ?? {}, wanted.config);
  return { wanted, current, changes, action: current === null ? 'create' : changes.length === 0 ? 'none' : 'update' };
}

/** The changes with their secrets hidden, be they secrets to the plugins there are or to those there will be. */
export async function maskedChanges({ secrets }: Session, { wanted, current, changes }: Plan): Promise<Change[]> {
  if (changes.length === 0) return [];
  const wasSecret = await secrets.learn(current ?? {});
  const isSecret = await secrets.learn(wanted.config);
  const hide = (key: string, value: string | null): string | null =>
    value === null ? null : maskValue(value, wasSecret(key) || isSecret(key)).shown;
  return changes.map(({ key, before, after }) => ({ key, before: hide(key, before), after: hide(key, after) }));
}

const titles = { create: 'is created', update: 'changes', none: 'stays as it is' } as const;

export function printPlan(out: Output, { wanted, action }: Plan, changes: readonly Change[]): void {
  const count = action === 'update' ? `: ${counted(changes.length, 'setting')}` : '';
  const state = action === 'create' && wanted.initial_state !== undefined ? `, ${wanted.initial_state} at first` : '';
  out.line(`${out.paint('bold', oneLine(wanted.name))} ${titles[action]}${state}${count} (${oneLine(wanted.file)})`);
  for (const change of changes) out.line(`  ${changeLine(out, change)}`);
}

function changeLine(out: Output, { key, before, after }: Change): string {
  const name = oneLine(key);
  if (before === null) return out.paint('green', `+ ${name} = ${oneLine(after ?? '')}`);
  if (after === null) return out.paint('red', `- ${name} = ${oneLine(before)}`);
  return out.paint('yellow', `~ ${name} = ${oneLine(before)} → ${oneLine(after)}`);
}
