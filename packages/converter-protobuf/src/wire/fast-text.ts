/** Methods that every Buffer has: what `toString` and `write` come down to, without the look at an encoding's name. */
export interface FastText {
  utf8Slice(start: number, end: number): string;
  /** Gives the number of bytes written. */
  utf8Write(text: string, offset: number): number;
}
