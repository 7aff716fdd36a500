import {
  convertToBoolean,
  convertToByte,
  convertToDouble,
  convertToFloat,
  convertToInteger,
  convertToLong,
  convertToShort,
} from './values/convert-number.ts';
import { convertToDecimal, convertToList, convertToMap, convertToStruct } from './values/convert-container.ts';
import { convertToDate, convertToTime, convertToTimestamp } from './values/convert-temporal.ts';
import { convertToString } from './values/convert-to-string.ts';
import { inferSchema } from './values/infer-schema.ts';
import { parseString } from './values/parse-string.ts';

/**
 * From one form of a value to another where what comes in is not known beforehand, such as the value of a header. `schema` is that of the
 * value, or null; it is needed to tell what the number of a date counts. SimpleHeaderConverter and InsertHeader write and read by it.
 */
export const Values = {
  parseString,
  inferSchema,
  convertToBoolean,
  convertToByte,
  convertToShort,
  convertToInteger,
  convertToLong,
  convertToFloat,
  convertToDouble,
  convertToString,
  convertToList,
  convertToMap,
  convertToStruct,
  convertToDecimal,
  convertToDate,
  convertToTime,
  convertToTimestamp,
} as const;
