/** JSON whose numbers keep their text: an offset past 2^53, or a double such as 1.0, is written back as it was read. */

/** A number that JavaScript can't hold as it was written. `JSON.stringify` writes its text. */
export interface RawNumber {
  readonly rawJSON: string;
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

const { rawJSON } = JSON as unknown as { rawJSON: (this: void, text: string) => RawNumber };

const keepNumber: Reviver = (_, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value;

/** @throws SyntaxError if the text is no JSON */
export function parseJson(text: string): unknown {
  return (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, keepNumber);
}

/** Is this a JSON object, with fields by name? */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('rawJSON' in value);
