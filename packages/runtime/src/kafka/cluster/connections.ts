import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { connectionError, newBroker, requestTimeoutError } from '../kafkajs-internals.ts';
import type { KafkajsBroker, KafkajsConnection, KafkajsLogger } from '../kafkajs-internals.ts';
import type { Address, ConnectionSettings } from './connection-settings.ts';

/** A request written by ourselves: `body` goes to the socket as it is, uncopied, behind the header. */
export interface RequestFrame {
  readonly apiKey: number;
  readonly apiName: string;
  readonly apiVersion: number;
  readonly body: readonly Buffer[];
  readonly expectResponse: boolean;
  readonly timeoutMs: number;
}

/** Brokers keep two connections: Fetch may wait long for data, and nothing else should wait behind it. */
export const connectionFor = { fetch: 1, everythingElse: 0 } as const;

export function openBroker(
  nodeId: number,
  address: Address,
  settings: ConnectionSettings,
  logger: KafkajsLogger,
): KafkajsBroker {
  const broker = newBroker(nodeId, {
    host: address.host,
    port: address.port,
    clientId: settings.clientId,
    ssl: settings.tls,
    sasl: settings.sasl,
    connectionTimeout: settings.connectTimeoutMs,
    requestTimeout: settings.requestTimeoutMs,
    logger,
    socketFactory,
  });
  for (const connection of broker.connectionPool.pool) tame(connection);
  return broker;
}

/** Rejects what waits for an answer, and closes both connections. */
export async function closeBroker(broker: KafkajsBroker): Promise<void> {
  for (const connection of broker.connectionPool.pool) {
    connection.rejectRequests(connectionError('The client was closed', addressOf(connection)));
  }
  await broker.disconnect();
}

/** Sends over a connection that is up and authenticated; resolves with what follows the response's header, null without a response. */
export function sendFrame(connection: KafkajsConnection, clientId: string, frame: RequestFrame): Promise<Buffer> {
  const { apiKey, apiName, apiVersion, body, expectResponse } = frame;
  return new Promise((resolve, reject) => {
    const { socket } = connection;
    if (socket === undefined || !connection.isConnected()) {
      reject(connectionError('Not connected', addressOf(connection)));
      return;
    }
    const correlationId = connection.nextCorrelationId();
    const entry = {
      apiKey,
      apiName,
      apiVersion,
      correlationId,
      resolve: (r: { payload: Buffer }) => resolve(r.payload),
      reject,
    };
    connection.requestQueue.push({
      entry,
      expectResponse,
      requestTimeout: frame.timeoutMs,
      sendRequest: () => {
        socket.cork();
        socket.write(requestHeader(frame, correlationId, clientId));
        for (const part of body) socket.write(part);
        socket.uncork();
      },
    });
  });
}

function requestHeader({ apiKey, apiVersion, body }: RequestFrame, correlationId: number, clientId: string): Buffer {
  const idBytes = Buffer.byteLength(clientId);
  const header = Buffer.allocUnsafe(14 + idBytes);
  let bodyBytes = 0;
  for (const part of body) bodyBytes += part.length;
  header.writeInt32BE(10 + idBytes + bodyBytes, 0);
  header.writeInt16BE(apiKey, 4);
  header.writeInt16BE(apiVersion, 6);
  header.writeInt32BE(correlationId, 8);
  header.writeInt16BE(idBytes, 12);
  header.write(clientId, 14);
  return header;
}

const addressOf = ({ host, port }: KafkajsConnection): string => `${host}:${port}`;

interface SocketOptions extends Address {
  readonly ssl: TlsOptions | null;
  readonly onConnect: () => void;
}

/** Without Nagle's delay: requests are small and somebody waits for them. */
function socketFactory({ host, port, ssl, onConnect }: SocketOptions): Socket {
  const socket =
    ssl === null
      ? connectTcp({ host, port, noDelay: true }, onConnect)
      : connectTls({ ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl, host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  return socket;
}

/** Puts right what kafkajs's connection does badly; see each part. */
function tame(connection: KafkajsConnection): void {
  const { requestQueue } = connection;

  // It sets a timer after every response, for a time long past when nothing throttles: Node warns of the negative number. There is
  // something to check later only while requests wait.
  const schedule = requestQueue.scheduleCheckPendingRequests.bind(requestQueue);
  requestQueue.scheduleCheckPendingRequests = () => {
    if (requestQueue.pending.length > 0) schedule();
  };

  // It looks for requests out of time every 100 ms, on each connection; hundreds of connections share one timer here.
  requestQueue.scheduleRequestTimeoutCheck = () => watchTimeouts(connection);

  // Two requests on a connection that is down would open two sockets.
  const connect = connection.connect.bind(connection);
  let connecting: Promise<unknown> | null = null;
  connection.connect = () => {
    connecting ??= connect().finally(() => (connecting = null));
    return connecting;
  };

  // It leaves a socket that does not answer open, and one that is still connecting to come back from the dead.
  const disconnect = connection.disconnect.bind(connection);
  connection.disconnect = async () => {
    const { socket } = connection;
    await disconnect();
    if (socket?.connecting === true) socket.destroy();
    else socket?.destroySoon();
  };
}

const watched = new Set<KafkajsConnection>();
let watch: NodeJS.Timeout | null = null;
const watchEveryMs = 250;

function watchTimeouts(connection: KafkajsConnection): void {
  watched.add(connection);
  watch ??= setInterval(checkTimeouts, watchEveryMs).unref();
}

/** A request out of time ends its connection, as in Java: the answers behind it would come no sooner. */
function checkTimeouts(): void {
  const now = Date.now();
  for (const connection of watched) {
    if (!connection.isConnected()) {
      watched.delete(connection);
      continue;
    }
    for (const { sentAt, requestTimeout, entry } of connection.requestQueue.inflight.values()) {
      if (sentAt === null || now - sentAt <= requestTimeout) continue;
      connection.rejectRequests(
        requestTimeoutError(`${entry.apiName} was not answered within ${requestTimeout} ms`, addressOf(connection)),
      );
      connection.socket?.destroy();
      void connection.disconnect();
      break;
    }
  }
  if (watched.size === 0 && watch !== null) {
    clearInterval(watch);
    watch = null;
  }
}
