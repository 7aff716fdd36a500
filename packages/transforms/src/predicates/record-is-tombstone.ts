import { type ConnectRecord, defineConfig, type Predicate } from '@causeway/api';

export const recordIsTombstoneConfig = defineConfig({});

/** Has the record no value? */
export class RecordIsTombstone implements Predicate {
  configure(): void {
    // it has no settings
  }

  test({ value }: ConnectRecord): boolean {
    return value === null || value === undefined;
  }
}
