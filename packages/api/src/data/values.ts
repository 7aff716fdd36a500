import { convertToString } from './values/convert-to-string.ts';
import { parseString } from './values/parse-string.ts';

/** From values to texts and back where no schema is at hand: what SimpleHeaderConverter and InsertHeader write and read. */
export const Values = { parseString, convertToString } as const;
