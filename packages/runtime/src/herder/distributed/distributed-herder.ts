import { AlreadyExistsError, type ConfigMap, ConnectError, type Logger, NotFoundError } from '@causeway/api';
import type { DistributedWorkerConfig } from '../../config/distributed-config.ts';
import { taskName, type TaskId } from '../../config/task-id.ts';
import type { GroupListener, GroupMember } from '../../kafka/port.ts';
import type { ConfigChange } from '../../storage/config/cluster-config.ts';
import type { ConnectorOffset } from '../../storage/connector-offsets.ts';
import type { ConfigStore } from '../../storage/config/config-store.ts';
import type { StatusStore } from '../../storage/status/status-store.ts';
import { within } from '../../tasks/wait.ts';
import type { Config, RunState } from '../../worker/protocol.ts';
import type { LostThread, Worker, WorkerListener } from '../../worker/worker.ts';
import { changeOffsets, requireStopped } from '../connector-offsets.ts';
import { BadRequestError, requireClass, throwIfInvalid } from '../errors.ts';
import type { Herder } from '../herder.ts';
import { WrongWorkerError } from '../peers/errors.ts';
import { postTasks } from '../peers/leader-client.ts';
import type { PeerAnswer, PeerRequest } from '../peers/peer-request.ts';
import { SessionKeys } from '../peers/session-keys.ts';
import type { ConfigInfos, ConnectorInfo, ConnectorStateInfo, TargetState, TaskInfo } from '../states.ts';
import { ConfigChanges } from './config-changes.ts';
import { LocalWork, pluginOf, textOf } from './local-work.ts';
import { setLogLevel } from './log-level.ts';
import { LostThreads } from './lost-threads.ts';
import { PeerRequests } from './peer-requests.ts';
import { Rebalance } from './rebalance.ts';
import { Reconfiguration } from './reconfiguration.ts';
import { Restarts } from './restarts.ts';
import { Statuses } from './statuses.ts';
import { Turns } from './turns.ts';

export interface DistributedHerderParts {
  readonly settings: DistributedWorkerConfig;
  readonly worker: Worker;
  readonly configs: ConfigStore;
  readonly statusStore: StatusStore;
  readonly member: (listener: GroupListener) => GroupMember;
  /** Of this worker's REST API, with a slash at the end. */
  readonly url: () => string;
  /** `host:port`, as it is advertised. */
  readonly workerId: () => string;
  readonly logger: Logger;
  /** The group refuses this worker for good: it can't go on. */
  readonly failed: (error: Error) => void;
  /** How other workers are asked. */
  readonly ask: (request: PeerRequest) => Promise<PeerAnswer>;
}

const stopMs = 10_000;

/**
 * One worker's part in a cluster of workers: what REST asks for is written to the config topic (by the leader), and what stands there is
 * carried out by whoever it is assigned to. Java: DistributedHerder
 */
export class DistributedHerder implements Herder, WorkerListener {
  readonly worker: Worker;
  readonly cluster: PeerRequests;
  readonly #parts: DistributedHerderParts;
  readonly #turns = new Turns();
  readonly #statuses: Statuses;
  readonly #local: LocalWork;
  readonly #rebalance: Rebalance;
  readonly #changes: ConfigChanges;
  readonly #reconfiguration: Reconfiguration;
  readonly #lostThreads: LostThreads;
  readonly #restarts: Restarts;
  readonly #patches = new Map<string, Promise<unknown>>();
  readonly #stopping = new AbortController();
  #isReady = false;

  constructor(parts: DistributedHerderParts) {
    this.#parts = parts;
    this.worker = parts.worker;
    const { worker, configs, logger, settings } = parts;
    const { config } = configs;
    const turns = this.#turns;
    this.#statuses = new Statuses({
      store: parts.statusStore,
      workerId: parts.workerId,
      generation: () => this.#rebalance.membership.generation,
    });
    const statuses = this.#statuses;
    this.#local = new LocalWork({ worker, config, statuses, logger, reconfigure: (name) => this.reconfigure(name) });
    const local = this.#local;
    const keys = new SessionKeys({ values: settings.values, config, write: (key) => configs.putSessionKey(key) });
    this.#rebalance = new Rebalance({ ...parts, statuses, local, turns, settled: () => this.#settled() });
    const rebalance = this.#rebalance;
    this.#lostThreads = new LostThreads({ worker, local, statuses, turns, logger });
    this.#changes = new ConfigChanges({ config, local, lostThreads: this.#lostThreads, rebalance, turns, logger });
    this.#reconfiguration = new Reconfiguration({
      ...{ worker, local, config, turns, logger },
      isLeader: () => rebalance.membership.isLeader,
      write: (name, tasks) => configs.putTasks(name, tasks),
      askLeader: (connector, tasks) =>
        postTasks(
          { leaderUrl: rebalance.membership.leaderUrl, connector, tasks },
          { keys, signal: this.#stopping.signal, ask: parts.ask },
        ),
    });
    const { membership } = rebalance;
    this.#restarts = new Restarts({ worker, config, statuses, local, membership, turns, logger });
    this.cluster = new PeerRequests({ configs, membership, keys, turns, logger });
  }

  /** It has a place in the group, and has begun to run what is assigned to it. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Notes what is being done while the worker starts. */
  starting<T>(stage: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.step(stage, work);
  }

  /** Joins the group. What the config and status topics hold was read before. */
  start(): void {
    this.#parts.logger.info('Joining the group');
    this.#rebalance.join();
  }

  /** Stops everything, says so, and leaves the group. */
  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    this.#reconfiguration.stop();
    this.#lostThreads.stop();
    this.cluster.stop();
    this.#turns.shut();
    const stopped = this.#turns.step('stopping', () => this.#stopWork());
    if ((await within(stopMs, stopped)) === null) await this.#stopWork();
    await this.#rebalance.leave();
  }

  async #stopWork(): Promise<void> {
    await this.#local.stop(this.#local.all);
    this.#turns.close('The worker is stopping'); // nothing that waits may start anything
    await this.#statuses.flush();
  }

  // --- reading ---

  connectors(): string[] {
    return this.#config.connectors();
  }

  connectorInfo(name: string): ConnectorInfo {
    const config = this.#configOf(name);
    return { name, config, tasks: this.#taskIds(name), type: pluginOf(this.worker, config).type };
  }

  connectorStatus(name: string): ConnectorStateInfo {
    return this.#statuses.info(name, pluginOf(this.worker, this.#config.config(name) ?? {}).type);
  }

  taskInfos(name: string): TaskInfo[] {
    this.#configOf(name);
    return this.#config.tasks(name).map((config, task) => ({ id: { connector: name, task }, config: textOf(config) }));
  }

  topics(name: string): string[] {
    return this.#statuses.topics(name);
  }

  async resetTopics(name: string): Promise<void> {
    this.#statuses.removeTopics(name);
    await this.#statuses.flush();
  }

  validate(config: ConfigMap): Promise<ConfigInfos> {
    return this.worker.validate({ config, isToRun: false });
  }

  // --- changing ---

  async putConnector(
    name: string,
    config: Config,
    { replace, targetState }: { readonly replace: boolean; readonly targetState?: TargetState },
  ): Promise<{ created: boolean; info: ConnectorInfo }> {
    await this.#check(config);
    return this.#turns.request(`writing connector ${name}`, () =>
      this.#put(name, config, replace, targetState ?? null),
    );
  }

  /** Patches of one connector are made one after the other, so that none is lost. */
  async patchConnector(name: string, patch: ConfigMap): Promise<ConnectorInfo> {
    const before = this.#patches.get(name) ?? Promise.resolve();
    const patched = before.then(async () => {
      const config = await this.#turns.request(`reading connector ${name}`, () => this.#patched(name, patch));
      await this.#check(config);
      const { info } = await this.#turns.request(`writing connector ${name}`, () =>
        this.#put(name, config, true, null),
      );
      return info;
    });
    const done = patched.catch(() => undefined);
    this.#patches.set(name, done);
    void done.then(() => {
      if (this.#patches.get(name) === done) this.#patches.delete(name);
    });
    return patched;
  }

  deleteConnector(name: string): Promise<void> {
    return this.#turns.request(`deleting connector ${name}`, async () => {
      this.#requireLeader('Only the leader can delete connector configs.');
      this.#configOf(name);
      this.#parts.logger.info(`Deleting connector ${name}`, { connector: name });
      await this.#parts.configs.removeConnector(name);
    });
  }

  /** Any worker pauses and resumes. Only the leader stops, since that means to write tasks: none. */
  async setTargetState(name: string, state: TargetState): Promise<void> {
    const { configs } = this.#parts;
    const requireKnown = (): void => {
      if (!this.#config.has(name)) throw new NotFoundError(`Unknown connector ${name}`);
    };
    if (state !== 'STOPPED') {
      requireKnown();
      await configs.putTargetState(name, state);
      return;
    }
    await this.#turns.request(`stopping connector ${name}`, async () => {
      requireKnown();
      this.#requireLeader('Only the leader can transition connectors to the STOPPED state.');
      // the tasks first: a connector that is STOPPED and has tasks would be worse than one that runs and has none
      await configs.putTasks(name, []);
      await configs.putTargetState(name, state);
      await configs.refresh();
    });
  }

  /** The connector is asked outside of the turn, as in Java: however long it takes, the worker keeps its place in the group. */
  async alterOffsets(name: string, offsets: readonly ConnectorOffset[] | null): Promise<string> {
    const info = await this.#turns.request(`altering the offsets of connector ${name}`, () => {
      const found = this.connectorInfo(name);
      this.#requireLeader('Only the leader can alter the offsets of connectors.');
      requireStopped(name, this.#config.targetState(name), found.tasks.length);
      return found;
    });
    return changeOffsets(this.worker, info, offsets);
  }

  async restartConnector(name: string): Promise<void> {
    const { started } = await this.#turns.request(`restarting connector ${name}`, async () => {
      if (!this.#config.has(name)) throw new NotFoundError(`Unknown connector: ${name}`);
      this.#requireOwner('connectors', name, 'Cannot restart connector since it is not assigned to this member');
      await this.#local.stopConnector(name);
      return { started: this.#local.startConnector(name) };
    });
    await started;
  }

  async restartTask(id: TaskId): Promise<void> {
    const { started } = await this.#turns.request(`restarting task ${taskName(id)}`, async () => {
      if (!this.#config.has(id.connector)) throw new NotFoundError(`Unknown connector: ${id.connector}`);
      if (this.#config.tasks(id.connector)[id.task] === undefined) {
        throw new NotFoundError(`Unknown task: ${taskName(id)}`);
      }
      this.#requireOwner('tasks', taskName(id), 'Cannot restart task since it is not assigned to this member');
      await this.#local.stopTasks([id]);
      return { started: this.#local.startTask(id) };
    });
    await started;
  }

  /** Written down by the leader; each worker restarts what it has of it. */
  restart(
    name: string,
    { includeTasks, onlyFailed }: { readonly includeTasks: boolean; readonly onlyFailed: boolean },
  ): Promise<ConnectorStateInfo> {
    const request = { connector: name, includeTasks, onlyFailed };
    return this.#turns.request(`writing the restart of connector ${name}`, async () => {
      if (!this.#config.has(name)) throw new NotFoundError(`Unknown connector: ${name}`);
      this.#requireLeader('Only the leader can process restart requests.');
      await this.#parts.configs.putRestart(name, includeTasks, onlyFailed);
      return this.#restarts.plan(request).info;
    });
  }

  // --- what the topics tell ---

  configChanged(change: ConfigChange): void {
    if (change.kind === 'restart') this.#restarts.add(change);
    else if (change.kind === 'logger') setLogLevel(this.worker, change, this.#parts.logger);
    else if ('connector' in change) this.#changes.add(change);
  }

  /** Its tasks here tell of their topics once more. */
  topicForgotten(connector: string): void {
    const { logger } = this.#parts;
    this.worker
      .forgetTopics(this.#local.taskIds(connector))
      .catch((error: unknown) => logger.warn(`Resetting topics of ${connector} failed: ${(error as Error).message}`));
  }

  // --- what the worker tells ---

  taskState(id: TaskId, state: RunState, trace: string | null): void {
    this.#local.taskState(id, state, trace);
  }

  connectorFailed(name: string, trace: string): void {
    this.#local.connectorFailed(name, trace);
  }

  reconfigure(name: string): void {
    this.#reconfiguration.request(name);
  }

  topicUsed(id: TaskId, topic: string): void {
    if (this.worker.config.values['topic.tracking.enable']) this.#statuses.topicUsed(id, topic);
  }

  threadLost(lost: LostThread): void {
    this.#lostThreads.threadLost(lost);
  }

  threadCrowded(tasks: readonly TaskId[]): void {
    this.#lostThreads.threadCrowded(tasks);
  }

  // --- doing ---

  get #config() {
    return this.#parts.configs.config;
  }

  async #put(
    name: string,
    config: Config,
    replace: boolean,
    targetState: TargetState | null,
  ): Promise<{ created: boolean; info: ConnectorInfo }> {
    this.#requireLeader('Only the leader can set connector configs.');
    const isPresent = this.#config.has(name);
    if (isPresent && !replace) throw new AlreadyExistsError(`Connector ${name} already exists`);
    const tasks = this.#taskIds(name);
    await this.#parts.configs.putConnector(name, config, targetState);
    this.#parts.logger.info(`${isPresent ? 'Reconfigured' : 'Created'} connector ${name}`, { connector: name });
    return { created: !isPresent, info: { name, config, tasks, type: pluginOf(this.worker, config).type } };
  }

  #patched(name: string, patch: ConfigMap): Config {
    this.#requireLeader('Only the leader can set connector configs.');
    const config: Record<string, string> = { ...this.#configOf(name) };
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) Reflect.deleteProperty(config, key);
      else config[key] = value;
    }
    return config;
  }

  /** @throws BadRequestError that lists what is wrong with the settings */
  async #check(config: Config): Promise<void> {
    requireClass(config);
    try {
      this.worker.plugins.get(
        ['source', 'sink'],
        config['connector.class'] ?? '',
        config['connector.plugin.version'] ?? null,
      );
    } catch (cause) {
      throw new BadRequestError((cause as Error).message, { cause });
    }
    throwIfInvalid(await this.worker.validate({ config, isToRun: true }));
  }

  #settled(): void {
    this.#isReady = true;
    this.cluster.keepKey();
  }

  #requireLeader(message: string): void {
    const { isLeader, leaderUrl } = this.#rebalance.membership;
    if (!isLeader) throw new WrongWorkerError(message, leaderUrl);
  }

  /** The leader knows who has what; the others ask it. */
  #requireOwner(kind: 'connectors' | 'tasks', name: string, message: string): void {
    const { work, isLeader, leaderUrl } = this.#rebalance.membership;
    if (work[kind].has(name)) return;
    throw new WrongWorkerError(message, isLeader ? this.#rebalance.leader.ownerUrl(kind, name) : leaderUrl);
  }

  #taskIds(connector: string): TaskId[] {
    return this.#config.tasks(connector).map((_, task) => ({ connector, task }));
  }

  #configOf(name: string): Config {
    const config = this.#config.config(name);
    if (config !== null) return textOf(config);
    if (!this.#isReady) throw new ConnectError(`The worker is still starting up. ${this.#turns.describe()}`);
    throw new NotFoundError(`Connector ${name} not found`);
  }
}
