import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';
export type Paint = (style: Style | null, text: string) => string;

/** Colours for a terminal, unless the variable NO_COLOR is set; anything else gets the bare text. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const hasColours = stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return hasColours
    ? (style, text) => (style === null ? text : styleText(style, text, { validateStream: false }))
    : (_, text) => text;
}

const styles: Readonly<Partial<Record<string, Style>>> = {
  RUNNING: 'green',
  FAILED: 'red',
  PAUSED: 'yellow',
  STOPPED: 'yellow',
  RESTARTING: 'yellow',
  UNASSIGNED: 'yellow',
};

/** The colour of a connector's or a task's state. */
export const styleOf = (state: string): Style | null => styles[state] ?? null;
