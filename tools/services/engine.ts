/** What can start services: a Docker engine, or this machine itself. */
import type { ServiceName } from './catalog.ts';

export interface ServiceStatus {
  /** `up` (it answers), `down`, or `no answer` (its process is there). */
  readonly state: string;
  /** One line for people. */
  readonly line: string;
}

export interface Engine {
  readonly name: string;
  /** Waits for a real answer; `started` is false when it was up before. Throws ServiceFailure. */
  start(
    name: ServiceName,
    onLine: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<{ readonly started: boolean }>;
  stop(name: ServiceName): Promise<void>;
  /** Stops it and drops its data. */
  clean(name: ServiceName): Promise<void>;
  status(name: ServiceName): Promise<ServiceStatus>;
}

export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly service: ServiceName;

  constructor(service: ServiceName, output: string) {
    const text = output.trim();
    super(`${service}: ${text.replace(new RegExp(`^${service}[^:]*: `), '') || 'failed without a word'}`);
    this.service = service;
  }
}
