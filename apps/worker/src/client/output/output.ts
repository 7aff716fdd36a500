import { type Paint, paintFor } from './paint.ts';
import { type Cell, table } from './table.ts';

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a command prints: answers on standard output, errors and remarks on standard error. */
export class Output {
  /** Whether answers are wanted as JSON. */
  readonly isJson: boolean;
  readonly paint: Paint;
  /** Of the terminal, at most 100. */
  readonly columns: number;
  readonly #out: Stream;
  readonly #err: Stream;

  constructor(isJson: boolean, out: Stream = process.stdout, err: Stream = process.stderr, env = process.env) {
    this.isJson = isJson;
    this.paint = paintFor(out, env);
    this.columns = Math.min(out.columns ?? 100, 100);
    this.#out = out;
    this.#err = err;
  }

  line(text: string): void {
    this.#out.write(`${text}\n`);
  }

  table(titles: readonly string[], rows: readonly (readonly Cell[])[]): void {
    this.line(table(titles, rows, this.paint));
  }

  /** Nothing for an answer that is empty. */
  json(value: unknown): void {
    if (value !== null && value !== undefined) this.line(JSON.stringify(value, null, 2));
  }

  /** The answer as JSON if that is wanted, else a sentence on what was done. */
  done(sentence: string, answer: unknown): void {
    if (this.isJson) this.json(answer);
    else this.line(sentence);
  }

  error(text: string): void {
    this.#err.write(`${text}\n`);
  }
}
