/** Makes something of every `size` of the numbers from 1 to `total`, when it is asked for. */
export function* portions<T>(total: number, size: number, make: (numbers: readonly number[]) => T): Generator<T> {
  for (let first = 1; first <= total; first += size) {
    yield make(Array.from({ length: Math.min(size, total - first + 1) }, (_, i) => first + i));
  }
}
