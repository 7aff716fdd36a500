/** Commands in the documentation. */

/** The names of scripts behind `npm run` that `scripts` does not have. */
export function unknownScripts(text: string, scripts: Readonly<Record<string, string>>): string[] {
  return Array.from(text.matchAll(/\bnpm run ([\w:-]+)/g), ([, name]) => name!).filter((name) => !(name in scripts));
}
