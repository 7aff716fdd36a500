import { setTimeout as wait } from 'node:timers/promises';
import { RefusedError } from '../errors.ts';
import type { ApiSettings } from '../settings.ts';
import type {
  Config,
  ConfigInfos,
  ConfigKeyInfo,
  ConnectorInfo,
  ConnectorOffset,
  ConnectorOffsets,
  ConnectorStatus,
  CreateRequest,
  ExpandedConnector,
  Health,
  LoggerLevel,
  Message,
  PluginInfo,
  RootInfo,
} from './answers.ts';
import { type Answer, HttpClient, type Request } from './http-client.ts';
import { isObject } from './lossless-json.ts';
import { messageOf, refusal } from './refusal.ts';

/** Time, for tests to put their own in. */
export interface Clock {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

const realClock: Clock = { now: () => performance.now(), wait };
const pauseMs = 500;

/** One method for each request of the REST API. All throw RefusedError and UnreachableError. */
export class ConnectApi {
  readonly #client: HttpClient;
  readonly #timeoutMs: number;
  readonly #clock: Clock;

  constructor(settings: ApiSettings, clock = realClock) {
    this.#client = new HttpClient(settings);
    this.#timeoutMs = settings.timeoutMs;
    this.#clock = clock;
  }

  root(): Promise<RootInfo> {
    return this.#ask('read the version of the worker', 'GET', '/');
  }

  /** A worker that is not healthy is no error here. */
  async health(): Promise<{ readonly isHealthy: boolean; readonly health: Health }> {
    const answer = await this.#client.send({ method: 'GET', path: '/health' });
    const { body, status } = answer;
    if (!isObject(body) || !('message' in body) || !('status' in body))
      throw this.#refused(answer, 'read the health of the worker', '/health');
    return { isHealthy: status === 200, health: body as unknown as Health };
  }

  connectors(): Promise<string[]> {
    return this.#ask('list the connectors', 'GET', '/connectors');
  }

  expandedConnectors(): Promise<Record<string, ExpandedConnector>> {
    return this.#ask('list the connectors', 'GET', '/connectors?expand=info&expand=status');
  }

  connector(name: string): Promise<ConnectorInfo> {
    return this.#ask(`read connector ${name}`, 'GET', pathOf(name));
  }

  /** null if there is no such connector. */
  config(name: string): Promise<Config | null> {
    return orNull(this.#ask<Config>(`read the settings of connector ${name}`, 'GET', `${pathOf(name)}/config`));
  }

  /** null if there is none yet. */
  status(name: string): Promise<ConnectorStatus | null> {
    return orNull(this.#ask<ConnectorStatus>(`read the state of connector ${name}`, 'GET', `${pathOf(name)}/status`));
  }

  create(request: CreateRequest): Promise<ConnectorInfo> {
    return this.#ask(`create connector ${request.name}`, 'POST', '/connectors', request);
  }

  update(name: string, config: Config): Promise<ConnectorInfo> {
    return this.#ask(`change connector ${name}`, 'PUT', `${pathOf(name)}/config`, config);
  }

  delete(name: string): Promise<null> {
    return this.#ask(`delete connector ${name}`, 'DELETE', pathOf(name));
  }

  changeState(name: string, to: 'pause' | 'resume' | 'stop'): Promise<null> {
    return this.#ask(`${to} connector ${name}`, 'PUT', `${pathOf(name)}/${to}`);
  }

  /** The states to come; null if neither the tasks nor the failed ones were asked for. */
  restart(name: string, options: { includeTasks: boolean; onlyFailed: boolean }): Promise<ConnectorStatus | null> {
    const query = `includeTasks=${options.includeTasks}&onlyFailed=${options.onlyFailed}`;
    return this.#ask(`restart connector ${name}`, 'POST', `${pathOf(name)}/restart?${query}`);
  }

  restartTask(name: string, task: number): Promise<null> {
    return this.#ask(`restart task ${task} of connector ${name}`, 'POST', `${pathOf(name)}/tasks/${task}/restart`);
  }

  offsets(name: string): Promise<ConnectorOffsets> {
    return this.#ask(`read the offsets of connector ${name}`, 'GET', `${pathOf(name)}/offsets`);
  }

  alterOffsets(name: string, offsets: readonly ConnectorOffset[]): Promise<Message> {
    return this.#ask(`set the offsets of connector ${name}`, 'PATCH', `${pathOf(name)}/offsets`, { offsets });
  }

  resetOffsets(name: string): Promise<Message> {
    return this.#ask(`reset the offsets of connector ${name}`, 'DELETE', `${pathOf(name)}/offsets`);
  }

  plugins({ all }: { all: boolean }): Promise<PluginInfo[]> {
    return this.#ask('list the plugins', 'GET', `/connector-plugins?connectorsOnly=${!all}`);
  }

  pluginConfig(className: string): Promise<ConfigKeyInfo[]> {
    const path = `/connector-plugins/${encodeURIComponent(className)}/config`;
    return this.#ask(`read the settings of plugin ${className}`, 'GET', path);
  }

  validate(className: string, config: Config): Promise<ConfigInfos> {
    const path = `/connector-plugins/${encodeURIComponent(className)}/config/validate`;
    return this.#ask(`check the settings of connector ${config['name'] ?? ''}`, 'PUT', path, config);
  }

  loggers(): Promise<Record<string, LoggerLevel>> {
    return this.#ask('list the loggers', 'GET', '/admin/loggers');
  }

  logger(name: string): Promise<LoggerLevel> {
    return this.#ask(`read the level of logger ${name}`, 'GET', `/admin/loggers/${encodeURIComponent(name)}`);
  }

  /** The loggers that were set; null for the whole cluster, which does it a moment later. */
  setLogger(name: string, level: string, scope: 'worker' | 'cluster'): Promise<string[] | null> {
    const path = `/admin/loggers/${encodeURIComponent(name)}?scope=${scope}`;
    return this.#ask(`set the level of logger ${name}`, 'PUT', path, { level });
  }

  async #ask<T>(doing: string, method: Request['method'], path: string, body?: unknown): Promise<T> {
    const answer = await this.#sendUntilSettled({ method, path, ...(body === undefined ? {} : { body }) });
    if (answer.status < 200 || answer.status >= 300) throw this.#refused(answer, doing, path);
    return answer.body as T;
  }

  /** While workers share out their work they refuse requests with 409 without touching anything, as after each change of a connector. */
  async #sendUntilSettled(request: Request): Promise<Answer> {
    const end = this.#clock.now() + this.#timeoutMs;
    for (;;) {
      const answer = await this.#client.send(request);
      const isSettled = answer.status !== 409 || messageOf(answer).includes('already exists');
      if (isSettled || this.#clock.now() + pauseMs > end) return answer;
      await this.#clock.wait(pauseMs);
    }
  }

  #refused(answer: Answer, doing: string, path: string): RefusedError {
    return refusal(answer, { doing, path, hasAuthorization: this.#client.hasAuthorization });
  }
}

const pathOf = (connector: string): string => `/connectors/${encodeURIComponent(connector)}`;

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404 && !isUnknownPath(error)) return null;
    throw error;
  }
}

/** A server that is no Connect worker knows none of the paths: its 404 must not be taken for a connector that is missing. */
const isUnknownPath = ({ body }: RefusedError): boolean =>
  !isObject(body) || typeof body['message'] !== 'string' || body['message'].startsWith('HTTP 404');
