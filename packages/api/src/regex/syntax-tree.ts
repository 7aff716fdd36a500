/** A pattern of Java, taken apart. What one character or one place must be is in JavaScript's dialect already. */
export type Node =
  | { readonly kind: 'leaf'; readonly source: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'alternatives'; readonly branches: readonly Node[] }
  | { readonly kind: 'group'; readonly group: number; readonly body: Node }
  | { readonly kind: 'look'; readonly opening: string; readonly body: Node }
  | { readonly kind: 'atomic'; readonly body: Node }
  | {
      readonly kind: 'reference';
      readonly group: number;
      /** null: letters of the other case differ. */
      readonly ignoresCase: 'ascii' | 'unicode' | null;
    }
  | Repetition;

export interface Repetition {
  readonly kind: 'repetition';
  readonly body: Node;
  readonly min: number;
  readonly max: number;
  readonly isLazy: boolean;
}

export interface SyntaxTree {
  readonly root: Node;
  readonly groupCount: number;
  readonly names: ReadonlyMap<string, number>;
}
