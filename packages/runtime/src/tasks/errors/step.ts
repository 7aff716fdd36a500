/** A transformation, or the predicate before it, as the settings name it. */
export interface Step {
  /** Such as `transforms.cast` or `predicates.isOrder of transforms.cast`. */
  readonly name: string;
  readonly class: string;
}

const steps = new WeakMap<Error, Step>();

/** Notes in which step an error arose, so that whoever reports it can say so; the first to know it is right. */
export function noteStep(error: Error, step: Step): void {
  if (!steps.has(error)) steps.set(error, step);
}

export const stepOf = (error: Error): Step | null => steps.get(error) ?? null;

/** The field that the error is about, where it says so. Told by shape: the error may come from another copy of the API. */
export function fieldOf(error: Error): string | null {
  const { field } = error as { readonly field?: unknown };
  return typeof field === 'string' && field !== '' ? field : null;
}

/** The error's message behind its step and its field: `transforms.cast, field price: …`. */
export function messageOf(error: Error): string {
  const field = fieldOf(error);
  const place = [stepOf(error)?.name, field === null ? undefined : `field ${field}`].filter((p) => p !== undefined);
  return place.length === 0 ? error.message : `${place.join(', ')}: ${error.message}`;
}
