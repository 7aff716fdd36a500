const ZERO = 48;

/** How many digits a number below 10^9 has. */
export function countDigits(value: number): number {
  if (value < 100_000) return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : 5;
  return value < 1_000_000 ? 6 : value < 10_000_000 ? 7 : value < 100_000_000 ? 8 : 9;
}

/** The last `count` digits of a number below 2^31; returns the position behind them. */
export function writeDigits(memory: Uint8Array, at: number, value: number, count: number): number {
  let rest = value | 0;
  for (let i = at + count - 1; i >= at; i--) {
    const next = (rest / 10) | 0;
    memory[i] = ZERO + rest - next * 10;
    rest = next;
  }
  return at + count;
}
