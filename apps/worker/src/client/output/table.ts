import type { Paint, Style } from './paint.ts';
import { oneLine, widthOf } from './text.ts';

export type Cell = string | { readonly text: string; readonly style: Style | null };

/** Aligned columns under a line of titles. The last column is not filled up, so that no line ends in blanks. */
export function table(titles: readonly string[], rows: readonly (readonly Cell[])[], paint: Paint): string {
  const header = titles.map((text): Cell => ({ text, style: 'bold' }));
  const all = [header, ...rows].map((row) => row.map(cellOf));
  const widths = titles.map((_, column) => Math.max(...all.map((row) => widthOf(row[column]?.text ?? ''))));
  return all
    .map((row) => {
      const last = row.findLastIndex(({ text }) => text !== '');
      return row
        .slice(0, last + 1)
        .map(({ text, style }, column) => {
          const blanks = column === last ? '' : ' '.repeat(widths[column]! - widthOf(text));
          return paint(style, text) + blanks;
        })
        .join('  ');
    })
    .join('\n');
}

const cellOf = (cell: Cell): { text: string; style: Style | null } =>
  typeof cell === 'string' ? { text: oneLine(cell), style: null } : { text: oneLine(cell.text), style: cell.style };
