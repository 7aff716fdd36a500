import { DataError, type JsonGrammar, type JsonText, isNumberStart, jsonCode } from '@causeway/api';

/** That of Jackson as JsonConverter sets it up: JSON with leading zeros in numbers. What follows the outermost value is not asked: see `checkEnd`. */
export const grammar: JsonGrammar = {
  malformed: (problem, character) =>
    new DataError(
      `Converting byte[] to Kafka Connect data failed due to serialization error: ${problem} at character ${character} of the JSON text`,
    ),
  allowsLeadingZeros: true,
  // Java: the scale of a BigDecimal is an int
  maxScale: 2147483647,
  wrapsIntegers: true,
  // Java: a BigDecimal has no -0.0
  hasNegativeZero: false,
};

/** After the outermost value, which began with `first`: a number or word must not run on into what follows it, which is not read. */
export function checkEnd(json: JsonText, first: number): void {
  const next = json.text.charAt(json.pos);
  if (next === '') return;
  if (isNumberStart(first) ? !/[ \t\r\n]/.test(next) : isWordStart(first) && /[\p{L}\p{N}_]/u.test(next))
    throw json.unexpected();
}

const isWordStart = (first: number): boolean =>
  first === jsonCode.true || first === jsonCode.false || first === jsonCode.null;
