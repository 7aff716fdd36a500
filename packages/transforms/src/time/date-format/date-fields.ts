/** What a text says of a point in time. What it does not say is as in 1970-01-01T00:00 UTC. */
export class DateFields {
  era = 1;
  year = 1970;
  weekYear = 1970;
  /** From 0 on. */
  month = 0;
  weekOfYear = 1;
  weekOfMonth = 1;
  dayOfMonth = 1;
  dayOfYear = 1;
  weekdayInMonth = 1;
  /** Sunday is 1. */
  weekday = 1;
  hourOfDay = 0;
  hour = 0;
  halfOfDay = 0;
  minute = 0;
  second = 0;
  ms = 0;
  offsetMinutes = 0;
  /** Is the offset that of a zone with a name? */
  isZoneNamed = false;
  /** Had the year two digits that may mean this century or the last one? */
  isYearAmbiguous = false;
}
