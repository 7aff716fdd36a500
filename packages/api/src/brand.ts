/**
 * Classes that are recognised across two installed copies of this package: `instanceof` asks for a mark on the prototype, made with
 * `Symbol.for`, instead of comparing the prototype itself.
 */
const marks = new WeakMap<object, symbol>();

/** Call in a static block of the class: `static { brand(this, 'Schema'); }`. */
export function brand(constructor: { readonly prototype: object }, name: string): void {
  const mark = Symbol.for(`@causeway/api/${name}`);
  marks.set(constructor, mark);
  Object.defineProperty(constructor.prototype, mark, { value: true });
}

/** What `static [Symbol.hasInstance]` of a branded class returns. Classes derived from one, but not branded themselves, compare as usual. */
export function isBranded(constructor: { readonly prototype: object }, value: unknown): boolean {
  // This very class, which is by far the most frequent case: no look-up is needed
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === constructor.prototype)
    return true;
  const mark = marks.get(constructor);
  if (mark === undefined) return Function.prototype[Symbol.hasInstance].call(constructor, value);
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[mark] === true;
}

/** Is `value` of the branded class of this name, whichever copy of this package made it? */
export function hasBrand(value: unknown, name: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Record<symbol, unknown>)[Symbol.for(`@causeway/api/${name}`)] === true
  );
}
