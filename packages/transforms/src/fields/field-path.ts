import { ConfigError, type Field, type Schema, type Struct } from '@causeway/api';
import { fieldValue } from '../record/replace-null.ts';
import { type Data, requireMap, requireStruct } from '../record/require.ts';

const PURPOSE = 'nested field access';

/** The way to a field: its name (V1), or names with dots between them (V2), each in backticks where it has dots itself. */
export class FieldPath {
  readonly text: string;
  readonly #steps: readonly string[];

  /** @throws ConfigError for a backtick without the one that closes it */
  constructor(text: string, version: 'V1' | 'V2') {
    this.text = text;
    this.#steps = version === 'V1' ? [text] : parseSteps(text);
  }

  /** The field of a schema; null if there is none. */
  fieldOf(schema: Schema): Field | null {
    let field: Field | null = null;
    for (const step of this.#steps) {
      field = (field === null ? schema : field.schema).field(step);
      if (field === null) return null;
    }
    return field;
  }

  /** null where the path breaks off. @throws DataError if something on the way is no struct */
  valueInStruct(struct: Struct, replaceNull: boolean): unknown {
    let value: unknown = struct;
    for (let i = 0; i < this.#steps.length && value !== null; i++) {
      const from = i === 0 ? struct : requireStruct(value, PURPOSE);
      const field = from.schema.field(this.#steps[i]!);
      // Java: on the way a default always counts
      const takesDefault = replaceNull || i < this.#steps.length - 1;
      value = field === null ? null : fieldValue(from, field, takesDefault);
    }
    return value;
  }

  /** null where the path breaks off. @throws DataError if something on the way is no map */
  valueInMap(map: Data): unknown {
    let value: unknown = map;
    for (let i = 0; i < this.#steps.length && value !== null; i++) {
      value = requireMap(value, PURPOSE).get(this.#steps[i]!) ?? null;
    }
    return value;
  }
}

/** Backticks count around a whole step only. Inside of one, a backslash before a backtick and a dot says that the step does not end there. */
function parseSteps(path: string): string[] {
  const steps: string[] = [];
  for (let at = 0; at <= path.length;) {
    const isQuoted = path[at] === '`';
    const end = isQuoted ? endOfQuoted(path, at + 1) : endOfPlain(path, at);
    steps.push(isQuoted ? path.slice(at + 1, end - 1).replace(/\\`(?=\.)/g, '`') : path.slice(at, end));
    at = end + 1;
  }
  return steps;
}

function endOfPlain(path: string, from: number): number {
  const dot = path.indexOf('.', from);
  return dot < 0 ? path.length : dot;
}

/** Behind the closing backtick: one that is followed by a dot or the end. */
function endOfQuoted(path: string, from: number): number {
  for (let i = path.indexOf('`', from); i >= 0; i = path.indexOf('`', i + 1)) {
    const isLast = i + 1 === path.length || path[i + 1] === '.';
    if (isLast && path[i - 1] !== '\\') return i + 1;
  }
  throw new ConfigError(`Incomplete backtick pair in path: ${path}: close it before a dot or the end`, {
    code: 'ERR_CONFIG_INVALID',
  });
}
