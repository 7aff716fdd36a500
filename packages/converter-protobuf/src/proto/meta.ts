import type { Field } from 'protobufjs';

/** Keys of what Connect adds to a field in `(confluent.field_meta).params`. */
export const META_CONNECT_TYPE = 'connect.type';
export const META_PRECISION = 'precision';
export const META_SCALE = 'scale';

/** What stands in `(confluent.field_meta)`: how the field was declared in Connect. */
export function fieldParams(field: Field): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  for (const option of (field.parsedOptions ?? []) as Record<string, unknown>[]) {
    const meta = option['(confluent.field_meta)'] as { readonly params?: unknown } | undefined;
    if (typeof meta !== 'object') continue;
    const entries = Array.isArray(meta.params) ? (meta.params as unknown[]) : [meta.params];
    for (const entry of entries as ({ key?: unknown; value?: unknown } | undefined)[])
      if (typeof entry?.key === 'string') params.set(entry.key, String(entry.value));
  }
  return params;
}
