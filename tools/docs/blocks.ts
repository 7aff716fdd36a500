/** The code blocks of the documentation. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../process/workspace.ts';

export interface Block {
  /** From the root of the repository. */
  readonly file: string;
  /** Of the fence, from 1. */
  readonly line: number;
  /** What stands behind the fence; empty without one. */
  readonly language: string;
  readonly text: string;
}

const pages = ['*.md', 'docs/**/*.md', 'e2e/*.md', '{packages,apps,tools}/*/README.md'];

export function documentationBlocks(): Block[] {
  const files = globSync(pages, { cwd: root }).filter((file) => !file.includes('node_modules'));
  return files.toSorted().flatMap((file) => blocksOf(file, readFileSync(join(root, file), 'utf8')));
}

export function blocksOf(file: string, markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; language: string; lines: string[] } | null = null;
  for (const [i, line] of markdown.split('\n').entries()) {
    const fence = /^\s*```\s*(\S*)/.exec(line);
    if (fence === null) open?.lines.push(line);
    else if (open === null) open = { line: i + 1, language: fence[1]!, lines: [] };
    else {
      blocks.push({ file, line: open.line, language: open.language, text: open.lines.join('\n') });
      open = null;
    }
  }
  return blocks;
}
