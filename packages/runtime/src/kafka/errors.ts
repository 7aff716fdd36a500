import { ConfigError, ConnectError, RetriableError } from '@causeway/api';
import { protocolError } from './kafkajs-internals.ts';

/**
 * What to do about an error: `retriable`: the same request may succeed later · `record`: these records will never be taken, others may ·
 * `config`: somebody must change a setting or a permission · `fatal`: go on under no circumstances.
 */
export type ErrorKind = 'retriable' | 'record' | 'config' | 'fatal';

export interface ErrorVerdict {
  readonly kind: ErrorKind;
  /** Who leads what has changed, or is not known any more. */
  readonly staleMetadata: boolean;
  /** What the user may check; empty where the message says all. */
  readonly hint: string;
}

/** A broker's error code where a response carries one for each partition or topic. */
export class KafkaProtocolError extends Error {
  readonly type: string;
  readonly errorCode: number;

  constructor(code: number, detail: string | null = null) {
    const known = protocolError(code) as Error & { readonly type?: string };
    super(detail ?? known.message);
    this.name = 'KafkaProtocolError';
    this.type = known.type ?? 'UNKNOWN';
    this.errorCode = code;
  }
}

const retriable = (hint = ''): ErrorVerdict => ({ kind: 'retriable', staleMetadata: false, hint });
const stale = (hint = ''): ErrorVerdict => ({ kind: 'retriable', staleMetadata: true, hint });
const record = (hint = ''): ErrorVerdict => ({ kind: 'record', staleMetadata: false, hint });
const config = (hint: string): ErrorVerdict => ({ kind: 'config', staleMetadata: false, hint });
const fatal = (hint = ''): ErrorVerdict => ({ kind: 'fatal', staleMetadata: false, hint });

/** By the protocol's name of the error; what is not here is fatal. */
const byType: Readonly<Record<string, ErrorVerdict>> = {
  CORRUPT_MESSAGE: stale('the batch was damaged on its way, or the topic is compacted and a record has no key'),
  UNKNOWN_TOPIC_OR_PARTITION: stale('create the topic, or allow the broker to (auto.create.topics.enable)'),
  LEADER_NOT_AVAILABLE: stale(),
  NOT_LEADER_FOR_PARTITION: stale(),
  REPLICA_NOT_AVAILABLE: stale(),
  BROKER_NOT_AVAILABLE: stale(),
  KAFKA_STORAGE_ERROR: stale("look into the broker's log and disks"),
  FENCED_LEADER_EPOCH: stale(),
  UNKNOWN_LEADER_EPOCH: stale(),
  LISTENER_NOT_FOUND: stale(),
  PREFERRED_LEADER_NOT_AVAILABLE: stale(),
  NOT_CONTROLLER: stale(),
  NETWORK_EXCEPTION: stale(),
  REQUEST_TIMED_OUT: retriable(),
  NOT_ENOUGH_REPLICAS: retriable('fewer replicas are in sync than min.insync.replicas asks for'),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: retriable('fewer replicas are in sync than min.insync.replicas asks for'),
  GROUP_LOAD_IN_PROGRESS: retriable(),
  GROUP_COORDINATOR_NOT_AVAILABLE: retriable(),
  NOT_COORDINATOR_FOR_GROUP: retriable(),
  REBALANCE_IN_PROGRESS: retriable(),
  ILLEGAL_GENERATION: retriable(),
  UNKNOWN_MEMBER_ID: retriable(),
  MEMBER_ID_REQUIRED: retriable(),
  CONCURRENT_TRANSACTIONS: retriable(),
  UNSTABLE_OFFSET_COMMIT: retriable(),
  FETCH_SESSION_ID_NOT_FOUND: retriable(),
  INVALID_FETCH_SESSION_EPOCH: retriable(),
  THROTTLING_QUOTA_EXCEEDED: retriable(),
  OUT_OF_ORDER_SEQUENCE_NUMBER: retriable(),
  UNKNOWN_PRODUCER_ID: retriable(),
  MESSAGE_TOO_LARGE: record("raise the topic's max.message.bytes, or send smaller records"),
  RECORD_LIST_TOO_LARGE: record("raise the broker's segment.bytes, or send smaller batches"),
  INVALID_TIMESTAMP: record(
    "the record's timestamp is outside of what the topic allows (message.timestamp.before.max.ms, …after.max.ms)",
  ),
  INVALID_RECORD: record('a compacted topic takes no record without a key'),
  UNSUPPORTED_FOR_MESSAGE_FORMAT: record(),
  POLICY_VIOLATION: record("the broker's policy refuses it"),
  INVALID_TOPIC_EXCEPTION: config('use letters, digits, ".", "_" and "-", at most 249 of them, in topic names'),
  TOPIC_AUTHORIZATION_FAILED: config("check the principal's ACLs for the topic"),
  GROUP_AUTHORIZATION_FAILED: config("check the principal's ACLs for the consumer group"),
  CLUSTER_AUTHORIZATION_FAILED: config("check the principal's ACLs for the cluster"),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: config("check the principal's ACLs for the transactional id"),
  SASL_AUTHENTICATION_FAILED: config('check sasl.mechanism and the credentials in sasl.jaas.config'),
  UNSUPPORTED_SASL_MECHANISM: config('check sasl.mechanism against what the broker offers'),
  ILLEGAL_SASL_STATE: config("check security.protocol and sasl.mechanism against the broker's listener"),
  INVALID_SESSION_TIMEOUT: config(
    'keep session.timeout.ms between group.min.session.timeout.ms and group.max.session.timeout.ms of the broker',
  ),
  INCONSISTENT_GROUP_PROTOCOL: config(
    'the members of the group must share protocol type and an assignor; use another group.id',
  ),
  INVALID_GROUP_ID: config('set group.id'),
  GROUP_MAX_SIZE_REACHED: config("raise the broker's group.max.size"),
  INVALID_REQUIRED_ACKS: config('set acks to 0, 1 or all'),
  INVALID_PARTITIONS: config('use one partition or more, or -1 for the default of the broker'),
  INVALID_REPLICATION_FACTOR: config('there must be as many brokers as replicas'),
  INVALID_CONFIG: config('check the settings of the topic'),
  UNSUPPORTED_COMPRESSION_TYPE: config('choose another compression.type'),
  OFFSET_OUT_OF_RANGE: fatal('the offset is gone from the log or not there yet'),
  INVALID_PRODUCER_EPOCH: fatal('another producer has taken over'),
  PRODUCER_FENCED: fatal('another producer has taken over'),
  UNSUPPORTED_VERSION: fatal('the broker is too old or too new'),
};

/** Errors of kafkajs that are no answers of a broker, by their name. */
const byName: Readonly<Record<string, ErrorVerdict>> = {
  KafkaJSConnectionError: stale(
    'check bootstrap.servers, security.protocol, advertised.listeners and that the broker is up',
  ),
  KafkaJSConnectionClosedError: stale(
    "check security.protocol against the broker's listener and that the broker is up",
  ),
  KafkaJSRequestTimeoutError: stale('check that the broker is up, or raise request.timeout.ms'),
  KafkaJSLockTimeout: stale('check that the broker is up'),
  KafkaJSBrokerNotFound: stale(),
  KafkaJSSASLAuthenticationError: config('check sasl.mechanism and the credentials in sasl.jaas.config'),
  KafkaJSServerDoesNotSupportApiKey: fatal('the broker is too old'),
};

/** Of TLS, as Node reports them in the text of a connection error. */
const tlsFailure = /certificate|self.signed|altnames|wrong version number|unknown ca|handshake failure|bad decrypt/i;

export function classifyError(error: unknown): ErrorVerdict {
  if (error instanceof ConfigError) return config('');
  if (error instanceof RetriableError) return retriable();
  if (!(error instanceof Error)) return fatal();
  const { type } = error as { readonly type?: unknown };
  if (typeof type === 'string') return byType[type] ?? fatal();
  if (error.name === 'KafkaJSConnectionError' && tlsFailure.test(error.message)) {
    return config("check security.protocol, the ssl.truststore and the broker's certificate");
  }
  return byName[error.name] ?? fatal();
}

/** Says what was being done, with whom, and what to check; of the class that its kind calls for. */
export function toConnectError(error: unknown, doing: string): ConnectError {
  if (error instanceof ConnectError) return error;
  const { kind, hint } = classifyError(error);
  const broker = (error as { readonly broker?: unknown } | null)?.broker;
  const at = typeof broker === 'string' ? ` (broker ${broker})` : '';
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${doing}${at}: ${reason}${hint === '' ? '' : `; ${hint}`}`;
  const type = (error as { readonly type?: unknown } | null)?.type;
  const options = { cause: error, code: typeof type === 'string' ? `ERR_KAFKA_${type}` : 'ERR_KAFKA' };
  if (kind === 'retriable') return new RetriableError(message, options);
  if (kind === 'config') return new ConfigError(message, options);
  return new ConnectError(message, options);
}
