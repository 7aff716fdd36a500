import { NotFoundError } from '@causeway/api';
import type { Status } from '../../storage/status/status-record.ts';
import type { ConnectorStateInfo, ConnectorType } from '../states.ts';
import { stateInfo, type Statuses } from './statuses.ts';

export interface RestartRequest {
  readonly connector: string;
  readonly includeTasks: boolean;
  readonly onlyFailed: boolean;
}

export interface RestartPlan {
  readonly withConnector: boolean;
  readonly tasks: readonly number[];
  /** The states, with RESTARTING where something is to be restarted. */
  readonly info: ConnectorStateInfo;
}

/** What a restart is to restart, by what the status topic says. @throws NotFoundError without a status. Java: RestartPlan */
export function planRestart(
  { connector, includeTasks, onlyFailed }: RestartRequest,
  statuses: Statuses,
  type: ConnectorType,
): RestartPlan {
  const own = statuses.connectorState(connector);
  if (own === null) throw new NotFoundError(`Status for connector ${connector} not found`);
  const isMeant = ({ state }: Status): boolean => !onlyFailed || state === 'FAILED';
  const withConnector = isMeant(own);
  const all = statuses.taskStates(connector);
  const tasks = includeTasks ? all.filter(([, status]) => isMeant(status)).map(([task]) => task) : [];
  const shown = (status: Status, restarts: boolean) =>
    stateInfo(restarts ? { ...status, state: 'RESTARTING' } : status);
  return {
    withConnector,
    tasks,
    info: {
      name: connector,
      connector: shown(own, withConnector),
      tasks: all.map(([id, status]) => ({ id, ...shown(status, tasks.includes(id)) })),
      type,
    },
  };
}
