import { type Schema, SchemaBuilder } from '@causeway/api';

/** A builder of structs with the name, version, doc and parameters of this one: not its fields, and neither optional nor with a default. */
export function structLike({ name, version, doc, parameters }: Schema): SchemaBuilder {
  const builder = SchemaBuilder.struct();
  if (name !== null) builder.name(name);
  if (version !== null) builder.version(version);
  if (doc !== null) builder.doc(doc);
  if (parameters !== null) builder.parameters(parameters);
  return builder;
}
