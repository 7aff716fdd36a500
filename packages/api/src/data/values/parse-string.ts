import { DataError } from '../../errors.ts';
import { equalValues } from '../equal-values.ts';
import { Schema } from '../schema.ts';
import { NULL_SCHEMA_AND_VALUE, type SchemaAndValue } from '../schema-and-value.ts';
import { asDataError } from '../nesting.ts';
import { align, commonSchema } from './common-schema.ts';
import { parseNumber } from './parse-number.ts';
import { parseTemporal } from './temporal.ts';
import { Tokens, trim } from './tokens.ts';

const TRUE: SchemaAndValue = { schema: Schema.BOOLEAN_SCHEMA, value: true };
const FALSE: SchemaAndValue = { schema: Schema.BOOLEAN_SCHEMA, value: false };

/**
 * Guesses what a text stands for, as Java's `Values.parseString`: `null`, `true`, `1`, `1.5`, `2020-01-02`, `[1, 2]`, `{"a": 1}`; else it is a
 * STRING. Inside arrays and maps texts are quoted. What follows a number, an array or a map is dropped: `1,2` is 1.
 * @throws DataError for a text that is nested too deeply
 */
export function parseString(text: string | null): SchemaAndValue {
  if (text === null) return NULL_SCHEMA_AND_VALUE;
  if (text === '') return string(text);
  try {
    return parse(new Tokens(text), false) ?? NULL_SCHEMA_AND_VALUE;
  } catch (error) {
    throw asDataError(error, 'reading');
  }
}

const string = (value: string): SchemaAndValue => ({ schema: Schema.STRING_SCHEMA, value });

/** null stands for the word `null`. @throws DataError for an element that is none */
function parse(tokens: Tokens, isElement: boolean): SchemaAndValue | null {
  if (!tokens.hasNext()) return null;
  if (isElement && tokens.take('"')) return parseQuoted(tokens);
  if (takeWord(tokens, 'null', isElement)) return null;
  if (takeWord(tokens, 'true', isElement)) return TRUE;
  if (takeWord(tokens, 'false', isElement)) return FALSE;
  const container = parseContainer(tokens);
  if (container !== null) return container;
  const token = tokens.next();
  return trim(token) === '' ? string(token) : parseToken(tokens, trim(token), isElement);
}

/** Outside of a container a word is one only where nothing follows it. */
function takeWord(tokens: Tokens, word: string, isElement: boolean): boolean {
  const start = tokens.position;
  if (tokens.take(word) && (isElement || !tokens.hasNext())) return true;
  tokens.position = start;
  return false;
}

function parseContainer(tokens: Tokens): SchemaAndValue | null {
  const start = tokens.position;
  try {
    if (tokens.take('[')) return parseArray(tokens);
    if (tokens.take('{')) return parseMap(tokens);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    tokens.position = start;
  }
  return null;
}

function parseToken(tokens: Tokens, token: string, isElement: boolean): SchemaAndValue {
  const isDigit = /^\p{Nd}/u.test(token);
  const found =
    (isDigit ? parseTemporalTokens(tokens, token) : null) ??
    (isDigit || /^[+-]/.test(token) ? parseNumber(token) : null);
  if (found !== null) return found;
  if (isElement) throw new DataError('A text inside an array or a map must be quoted');
  return string(tokens.text);
}

/** A time has colons, so it is five tokens. */
function parseTemporalTokens(tokens: Tokens, token: string): SchemaAndValue | null {
  const start = tokens.position;
  const rest = tokens.nextTokens(4);
  const found = rest === null ? null : parseTemporal(token + rest);
  if (found !== null) return found;
  tokens.position = start;
  return parseTemporal(token);
}

function parseQuoted(tokens: Tokens): SchemaAndValue {
  let text = '';
  while (tokens.hasNext() && !tokens.take('"')) text += tokens.next();
  return parseTemporal(text) ?? string(text);
}

function parseArray(tokens: Tokens): SchemaAndValue {
  const elements: (SchemaAndValue | null)[] = [];
  while (tokens.hasNext()) {
    if (tokens.take(']')) return arrayOf(elements);
    if (tokens.take(',')) throw new DataError('An array has an empty element');
    elements.push(parse(tokens, true));
    const afterElement = tokens.position;
    if (tokens.take(']')) tokens.position = afterElement;
    else if (!tokens.take(',')) throw new DataError('Two elements of an array have no comma between them');
  }
  throw new DataError('An array has no end');
}

function arrayOf(elements: readonly (SchemaAndValue | null)[]): SchemaAndValue {
  const common = commonSchema(elements);
  const values = elements.map((element) => element?.value ?? null);
  return {
    schema: new Schema({ type: 'ARRAY', valueSchema: common }),
    value: common === null ? values : values.map((value) => align(common, value)),
  };
}

function parseMap(tokens: Tokens): SchemaAndValue {
  const keys: SchemaAndValue[] = [];
  const values: (SchemaAndValue | null)[] = [];
  while (tokens.hasNext()) {
    if (tokens.take('}')) return mapOf(keys, values);
    if (tokens.take(',')) throw new DataError('A map has an empty entry');
    const key = parse(tokens, true);
    if (key === null) throw new DataError('A map has an entry without a key');
    if (!tokens.take(':')) throw new DataError('An entry of a map has no colon');
    keys.push(key);
    values.push(parse(tokens, true));
    tokens.take(',');
  }
  throw new DataError('A map has no end');
}

/** The values of a map without a common schema of keys are not aligned either. */
function mapOf(keys: readonly SchemaAndValue[], values: readonly (SchemaAndValue | null)[]): SchemaAndValue {
  const keySchema = commonSchema(keys);
  const valueSchema = keySchema === null ? null : commonSchema(values);
  const entries = new Map<unknown, unknown>();
  for (const [i, key] of keys.entries()) put(entries, key.value, values[i]?.value ?? null);
  const aligned = new Map<unknown, unknown>();
  for (const [key, value] of entries) {
    const alignedKey = keySchema === null ? key : align(keySchema, key);
    aligned.set(alignedKey, valueSchema === null ? value : align(valueSchema, value));
  }
  return { schema: new Schema({ type: 'MAP', keySchema, valueSchema }), value: aligned };
}

/** Arrays and maps are keys by what they hold. */
function put(entries: Map<unknown, unknown>, key: unknown, value: unknown): void {
  const same = typeof key === 'object' ? [...entries.keys()].find((k) => equalValues(k, key)) : undefined;
  entries.set(same ?? key, value);
}
