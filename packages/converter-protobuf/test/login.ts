import { Schema, SchemaBuilder, Struct } from '@causeway/api';

export const login = SchemaBuilder.struct()
  .name('com.x.Login')
  .field('id', Schema.INT32_SCHEMA)
  .field('name', Schema.OPTIONAL_STRING_SCHEMA)
  .build();
export const loginOf = (...values: unknown[]) => Struct.of(login, values);
