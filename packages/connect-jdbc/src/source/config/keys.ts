import type { ConfigValues } from '@causeway/api';
import { connectorKeys } from './connector-keys.ts';
import { databaseKeys } from './database-keys.ts';
import { modeKeys } from './mode-keys.ts';

/** Every setting of the source, in the order in which a form shows them. */
export const sourceKeys = { ...databaseKeys, ...modeKeys, ...connectorKeys };

export type JdbcSourceConfig = ConfigValues<typeof sourceKeys>;
