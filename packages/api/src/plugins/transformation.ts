import type { ConfigMap } from '../config/config-key.ts';
import type { ConnectRecord } from '../records/connect-record.ts';

/** Changes records one by one: `apply` gives the record itself, another one (`record.newRecord({…})`), or null to drop it. */
export interface Transformation {
  configure(config: ConfigMap): void;
  /** @throws DataError if the record does not have what the transformation needs */
  apply<R extends ConnectRecord<R>>(record: R): R | null;
  close?(): void | Promise<void>;
}

/** Decides whether a transformation is applied to a record. */
export interface Predicate {
  configure(config: ConfigMap): void;
  test(record: ConnectRecord): boolean;
  close?(): void | Promise<void>;
}
