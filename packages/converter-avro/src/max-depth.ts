/** Levels of data inside of each other that are written and read: deeper ones would overflow the stack. */
export const MAX_DEPTH = 1000;
