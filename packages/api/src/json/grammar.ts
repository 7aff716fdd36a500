import { DataError } from '../errors.ts';

/** Where the readers of JSON differ: what is taken, what numbers count as, and what is said of malformed texts. */
export interface JsonGrammar {
  /** The error of a problem at a character, counted from 1. */
  readonly malformed: (problem: string, character: number) => DataError;
  /** Is 007 a number? */
  readonly allowsLeadingZeros: boolean;
  /** How large the exponent of a number may be, less the digits after its point. */
  readonly maxScale: number;
  /** An integer past 64 bits counts as its lowest 64 bits, as Java's longValue says; else as all that it is. */
  readonly wrapsIntegers: boolean;
  /** Is -0.0 a double of its own, or 0? */
  readonly hasNegativeZero: boolean;
}

/** JSON as RFC 8259 has it. */
export const strictJson: JsonGrammar = {
  malformed: (problem, character) => new DataError(`Malformed JSON: ${problem} at character ${character}`),
  allowsLeadingZeros: false,
  maxScale: Infinity,
  wrapsIntegers: false,
  hasNegativeZero: true,
};
