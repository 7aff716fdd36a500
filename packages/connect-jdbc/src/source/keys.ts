import type { ConfigValues } from '@causeway/api';
import { connectorKeys } from './config-connector.ts';
import { databaseKeys } from './config-database.ts';
import { modeKeys } from './config-mode.ts';

/** Every setting of the source, in the order in which a form shows them. */
export const sourceKeys = { ...databaseKeys, ...modeKeys, ...connectorKeys };

export type JdbcSourceConfig = ConfigValues<typeof sourceKeys>;
