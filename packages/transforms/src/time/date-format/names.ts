export const MONTHS: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
/** From Sunday on, as Java counts them. */
export const WEEKDAYS: readonly string[] = [
  ...['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
];
const short = (name: string): string => name.slice(0, 3);
export const SHORT_MONTHS: readonly string[] = MONTHS.map(short);
export const SHORT_WEEKDAYS: readonly string[] = WEEKDAYS.map(short);
export const ERAS: readonly string[] = ['BC', 'AD'];
export const HALVES_OF_DAY: readonly string[] = ['AM', 'PM'];
