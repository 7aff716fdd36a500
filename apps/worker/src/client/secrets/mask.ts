import type { Config } from '../api/answers.ts';
import { isSecretName } from './names.ts';

/** What is printed in place of a secret, here as in the API. */
export const HIDDEN = '[hidden]';

/** A reference such as `${file:/etc/secrets:password}`: the worker looks the secret up, so the text gives nothing away. */
const reference = /^\$\{[^{}:]+:[^{}]+\}$/;

/** Secrets that stand inside a value: groups 1 and 3 are kept, group 2 is hidden. */
const inside: readonly RegExp[] = [
  /(:\/\/[^\s/:@?#]*:)([^\s/?#]+)(@)/g, // mysql://name:password@host
  /(:thin:[^\s/@]+\/)([^\s@]+)(@)/g, // jdbc:oracle:thin:name/password@host
];
/** `password=…` in an address, `"password": "…"` in JSON: the name, what is between, the value. */
const pairs: readonly RegExp[] = [
  /(?<=[?&;,\s(]|^)([\w.-]+)(=["']?)([^&;,\s"')]+)/g,
  /("[^"\\]+")(\s*:\s*")((?:[^"\\]|\\.)+)/g,
];

export interface Masked {
  readonly shown: string;
  /** What was hidden. */
  readonly secrets: readonly string[];
}

/** The value of a setting as it may be shown. */
export function maskValue(value: string, isSecret: boolean): Masked {
  if (value === '' || reference.test(value)) return { shown: value, secrets: [] };
  return isSecret ? { shown: HIDDEN, secrets: [value] } : maskInside(value);
}

function maskInside(value: string): Masked {
  const secrets: string[] = [];
  const hide = (secret: string): string => {
    if (reference.test(secret)) return secret;
    secrets.push(secret);
    return HIDDEN;
  };
  let shown = value;
  for (const pattern of inside)
    shown = shown.replace(pattern, (_, before: string, secret: string, after: string) => before + hide(secret) + after);
  for (const pattern of pairs)
    shown = shown.replace(pattern, (all: string, name: string, between: string, secret: string) =>
      isSecretName(name) && secret !== HIDDEN ? name + between + hide(secret) : all,
    );
  return { shown, secrets };
}

export function maskConfig(config: Config, isSecret: (name: string) => boolean): Config {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, maskValue(value, isSecret(name)).shown]),
  );
}

/** Takes secrets out of a text that somebody else wrote, such as an error or a trace. */
export function scrub(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    result = secret.length < 5 ? result.replace(alone(secret), () => HIDDEN) : result.replaceAll(secret, () => HIDDEN);
  }
  return result;
}

/** A secret of few letters may be part of any word: it is taken out only where it is a word of its own. */
const alone = (secret: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${secret.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu');
