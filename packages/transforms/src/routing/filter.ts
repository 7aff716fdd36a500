import { defineConfig, type Transformation } from '@causeway/api';

export const filterConfig = defineConfig({});

/** Drops every record: what is dropped is for the predicate to say. */
export class Filter implements Transformation {
  configure(): void {
    // it has no settings
  }

  apply(): null {
    return null;
  }
}
