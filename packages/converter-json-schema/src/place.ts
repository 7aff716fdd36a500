const field = /^field "(.*)"$/s;

/** Names a field for messages: `field "a.b"` of the record, `field "c" of an item of field "list"`. */
export function fieldPlace(structPlace: string, name: string): string {
  if (structPlace === 'value') return `field "${name}"`;
  const outer = field.exec(structPlace);
  return outer === null ? `field "${name}" of ${structPlace}` : `field "${outer[1]}.${name}"`;
}
