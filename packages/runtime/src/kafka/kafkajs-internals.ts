import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { KafkaLogger } from './logger.ts';

/**
 * The parts of kafkajs that lie under its public API, and the only file that reaches for them: brokers, their connections, and the log
 * adapter. Types say what we use and no more.
 */
const require = createRequire(import.meta.url);

export interface KafkajsRequestEntry {
  readonly apiKey: number;
  readonly apiName: string;
  readonly apiVersion: number;
  readonly correlationId: number;
  resolve(response: { readonly payload: Buffer }): void;
  reject(error: Error): void;
}

export interface KafkajsRequestQueue {
  readonly inflight: Map<
    number,
    { readonly sentAt: number | null; readonly requestTimeout: number; readonly entry: KafkajsRequestEntry }
  >;
  readonly pending: readonly unknown[];
  push(request: {
    entry: KafkajsRequestEntry;
    expectResponse: boolean;
    requestTimeout: number;
    sendRequest: () => void;
  }): void;
  maybeThrottle(throttleMs: number): void;
  scheduleCheckPendingRequests: () => void;
  scheduleRequestTimeoutCheck: () => void;
}

export interface KafkajsConnection {
  readonly host: string;
  readonly port: number;
  readonly sasl: unknown;
  readonly socket: Socket | undefined;
  readonly requestQueue: KafkajsRequestQueue;
  isConnected(): boolean;
  isAuthenticated(): boolean;
  authenticate(): Promise<void>;
  nextCorrelationId(): number;
  rejectRequests(error: Error): void;
  connect: () => Promise<unknown>;
  disconnect: () => Promise<unknown>;
}

export interface KafkajsConnectionPool {
  readonly pool: readonly KafkajsConnection[];
  getConnection(index: number): Promise<KafkajsConnection>;
}

export interface KafkajsGroupMember {
  readonly memberId: string;
  readonly memberMetadata: Buffer;
}

export interface KafkajsOffsets {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

/** One broker: two connections (the second for Fetch alone), and the requests that need no speed. */
export interface KafkajsBroker {
  readonly connectionPool: KafkajsConnectionPool;
  /** By api key; null before the first connection. */
  readonly versions: Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>> | null;
  isConnected(): boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findGroupCoordinator(request: { groupId: string; coordinatorType: number }): Promise<{
    readonly coordinator: { readonly nodeId: number; readonly host: string; readonly port: number };
  }>;
  initProducerId(request: { transactionalId: string | null; transactionTimeout: number }): Promise<{
    readonly producerId: string;
    readonly producerEpoch: number;
  }>;
  joinGroup(request: {
    groupId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    memberId: string;
    protocolType: string;
    groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
  }): Promise<{
    readonly generationId: number;
    readonly groupProtocol: string;
    readonly leaderId: string;
    readonly memberId: string;
    readonly members: readonly KafkajsGroupMember[];
  }>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: readonly { readonly memberId: string; readonly memberAssignment: Buffer }[];
  }): Promise<{ readonly memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: readonly KafkajsOffsets[];
  }): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: readonly { readonly topic: string; readonly partitions: readonly { readonly partition: number }[] }[];
  }): Promise<{ readonly responses: readonly KafkajsOffsets[] }>;
}

export interface KafkajsSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkajsConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly ssl: TlsOptions | null;
  readonly sasl: KafkajsSasl | null;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly logger: KafkajsLogger;
  readonly socketFactory: (options: {
    host: string;
    port: number;
    ssl: TlsOptions | null;
    onConnect: () => void;
  }) => Socket;
}

/** kafkajs's own logger: opaque to us, made by {@link kafkajsLogger}. */
export interface KafkajsLogger {
  namespace(name: string): KafkajsLogger;
}

interface KafkajsLogEntry {
  readonly namespace: string;
  readonly log: { readonly message: unknown; readonly broker?: unknown };
}

const { createLogger, LEVELS } = require('kafkajs/src/loggers') as {
  createLogger: (options: { level: number; logCreator: () => (entry: KafkajsLogEntry) => void }) => KafkajsLogger;
  LEVELS: { readonly WARN: number };
};
const Broker = require('kafkajs/src/broker') as new (options: {
  connectionPool: KafkajsConnectionPool;
  logger: KafkajsLogger;
  nodeId: number;
  authenticationTimeout: number;
}) => KafkajsBroker;
const ConnectionPool = require('kafkajs/src/network/connectionPool') as new (
  options: KafkajsConnectionOptions,
) => KafkajsConnectionPool;
const protocolErrors = require('kafkajs/src/protocol/error') as { createErrorFromCode(code: number): Error };
const errors = require('kafkajs/src/errors') as {
  KafkaJSConnectionError: new (message: string, options: { broker: string }) => Error;
  KafkaJSRequestTimeoutError: new (message: string, options: { broker: string }) => Error;
};

/**
 * Passes kafkajs's warnings and errors on as debug lines: it reports what it then throws, and whoever catches that knows whether it
 * matters. Only the message and the address go through, since its further fields may hold whole requests.
 */
export function kafkajsLogger(logger: KafkaLogger): KafkajsLogger {
  const write = ({ namespace, log }: KafkajsLogEntry): void =>
    logger.debug(
      `kafkajs ${namespace}: ${String(log.message)}`,
      log.broker === undefined ? {} : { broker: log.broker },
    );
  return createLogger({ level: LEVELS.WARN, logCreator: () => write });
}

export function newBroker(nodeId: number, options: KafkajsConnectionOptions): KafkajsBroker {
  const connectionPool = new ConnectionPool(options);
  return new Broker({
    connectionPool,
    logger: options.logger,
    nodeId,
    authenticationTimeout: options.connectionTimeout,
  });
}

/** The error that kafkajs throws for a broker's error code. */
export const protocolError = (code: number): Error => protocolErrors.createErrorFromCode(code);

export const connectionError = (message: string, broker: string): Error =>
  new errors.KafkaJSConnectionError(message, { broker });

export const requestTimeoutError = (message: string, broker: string): Error =>
  new errors.KafkaJSRequestTimeoutError(message, { broker });
