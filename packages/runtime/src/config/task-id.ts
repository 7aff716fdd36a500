/** A task: number `task`, from 0, of a connector. */
export interface TaskId {
  readonly connector: string;
  readonly task: number;
}

export const taskName = ({ connector, task }: TaskId): string => `${connector}-${task}`;
