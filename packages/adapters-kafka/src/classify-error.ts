import {
  isPortError,
  PortError,
  type PortErrorCode,
  type PortErrorDetails,
  type PortErrorReason,
} from '@foldmart/core';
import { tlsFailureOf, type TlsFailure } from './tls-failure.js';

/** The operation during which an error occurred. */
export interface KafkaErrorContext {
  readonly operation: string;
  /** The bootstrap servers, as host:port. */
  readonly servers: readonly string[];
  /** What the operation concerned: a topic, a group. */
  readonly subject?: string;
}

type Verdict = {
  readonly reason: PortErrorReason;
  readonly code?: PortErrorCode;
  readonly isRetryable?: boolean;
  readonly hint?: string;
};

const unavailable: Verdict = { reason: 'unavailable' };
const timeout: Verdict = { reason: 'timeout' };
const unauthorized: Verdict = { reason: 'unauthorized' };
const rejected: Verdict = { reason: 'rejected' };

const fitListener =
  'the broker closes the connection: restart it, or set KAFKA_SSL and KAFKA_SASL_MECHANISM as its listener requires';
const grantRights = 'grant the user the operation by an ACL of the brokers, or use another user';
const wrongCredentials: Verdict = {
  ...unauthorized,
  hint: 'set KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD to those of a user that the brokers know',
};
const otherMechanism: Verdict = {
  ...unauthorized,
  hint: 'set KAFKA_SASL_MECHANISM to one that the listener has enabled',
};

/** By the name of a protocol error, a kafkajs error or a socket error. */
const verdicts: Readonly<Record<string, Verdict>> = {
  UNKNOWN_TOPIC_OR_PARTITION: { reason: 'rejected', code: 'unknown-topic' },
  INVALID_TOPIC_EXCEPTION: { reason: 'rejected', code: 'unknown-topic' },
  MESSAGE_TOO_LARGE: rejected,
  RECORD_LIST_TOO_LARGE: rejected,
  OFFSET_OUT_OF_RANGE: { reason: 'rejected', code: 'offset-out-of-range' },
  NON_EMPTY_GROUP: { reason: 'rejected', code: 'group-active' },
  GROUP_SUBSCRIBED_TO_TOPIC: { reason: 'rejected', code: 'group-active' },
  UNKNOWN_MEMBER_ID: { reason: 'rejected', code: 'fenced', isRetryable: true },
  ILLEGAL_GENERATION: { reason: 'rejected', code: 'fenced', isRetryable: true },
  FENCED_INSTANCE_ID: { reason: 'rejected', code: 'fenced', isRetryable: true },
  MEMBER_ID_REQUIRED: { reason: 'unavailable', code: 'fenced' },
  REBALANCE_IN_PROGRESS: { reason: 'unavailable', code: 'fenced' },
  CORRUPT_MESSAGE: { reason: 'corrupt' },
  INVALID_REPLICATION_FACTOR: rejected,
  INVALID_PARTITIONS: rejected,
  INVALID_CONFIG: rejected,
  INVALID_REQUEST: rejected,
  INVALID_RECORD: rejected,
  INVALID_TIMESTAMP: {
    reason: 'rejected',
    hint: 'the clock of this process is too far from that of the brokers: correct it, or raise message.timestamp.after.max.ms',
  },
  INVALID_GROUP_ID: rejected,
  INVALID_SESSION_TIMEOUT: rejected,
  INCONSISTENT_GROUP_PROTOCOL: rejected,
  GROUP_MAX_SIZE_REACHED: rejected,
  POLICY_VIOLATION: rejected,
  TOPIC_DELETION_DISABLED: rejected,
  UNSUPPORTED_VERSION: rejected,
  UNSUPPORTED_COMPRESSION_TYPE: rejected,
  UNSUPPORTED_FOR_MESSAGE_FORMAT: rejected,
  KafkaJSNotImplemented: rejected,
  TOPIC_AUTHORIZATION_FAILED: unauthorized,
  GROUP_AUTHORIZATION_FAILED: unauthorized,
  CLUSTER_AUTHORIZATION_FAILED: unauthorized,
  SASL_AUTHENTICATION_FAILED: wrongCredentials,
  UNSUPPORTED_SASL_MECHANISM: otherMechanism,
  ILLEGAL_SASL_STATE: unauthorized,
  SECURITY_DISABLED: unauthorized,
  KafkaJSSASLAuthenticationError: wrongCredentials,
  REQUEST_TIMED_OUT: timeout,
  KafkaJSRequestTimeoutError: timeout,
  ETIMEDOUT: unavailable,
  LEADER_NOT_AVAILABLE: unavailable,
  NOT_LEADER_FOR_PARTITION: unavailable,
  FENCED_LEADER_EPOCH: unavailable,
  UNKNOWN_LEADER_EPOCH: unavailable,
  OFFSET_NOT_AVAILABLE: unavailable,
  UNKNOWN_TOPIC_ID: unavailable,
  INCONSISTENT_TOPIC_ID: unavailable,
  BROKER_NOT_AVAILABLE: unavailable,
  REPLICA_NOT_AVAILABLE: unavailable,
  NETWORK_EXCEPTION: unavailable,
  NOT_CONTROLLER: unavailable,
  NOT_ENOUGH_REPLICAS: unavailable,
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: unavailable,
  KAFKA_STORAGE_ERROR: unavailable,
  GROUP_LOAD_IN_PROGRESS: unavailable,
  GROUP_COORDINATOR_NOT_AVAILABLE: unavailable,
  NOT_COORDINATOR_FOR_GROUP: unavailable,
  UNSTABLE_OFFSET_COMMIT: unavailable,
  KafkaJSConnectionError: unavailable,
  KafkaJSConnectionClosedError: unavailable,
  KafkaJSBrokerNotFound: unavailable,
  KafkaJSGroupCoordinatorNotFound: unavailable,
  KafkaJSNoBrokerAvailableError: unavailable,
  KafkaJSMetadataNotLoaded: unavailable,
  KafkaJSTopicMetadataNotLoaded: unavailable,
  KafkaJSLockTimeout: unavailable,
  ECONNREFUSED: unavailable,
  ECONNRESET: unavailable,
  EPIPE: unavailable,
  EHOSTUNREACH: unavailable,
  ENETUNREACH: unavailable,
  ENOTFOUND: unavailable,
  EAI_AGAIN: unavailable,
};

const wrappers = new Set(['KafkaJSNumberOfRetriesExceeded', 'KafkaJSNonRetriableError']);

/**
 * The name of an error: Kafka's protocol error if a broker answered, else that of kafkajs, else the code of the
 * socket. Unwraps the errors that kafkajs wraps around others.
 */
export function kafkaErrorType(error: unknown): string | undefined {
  if (!isObject(error)) return undefined;
  const [first] = Array.isArray(error['errors']) ? (error['errors'] as readonly unknown[]) : [];
  if (first !== undefined) return kafkaErrorType(first);
  if (typeof error['type'] === 'string') return error['type'];
  const name = typeof error['name'] === 'string' ? error['name'] : undefined;
  if (name !== undefined && wrappers.has(name) && isObject(error['cause'])) {
    return kafkaErrorType(error['cause']);
  }
  if (name?.startsWith('KafkaJS') === true) return name;
  return typeof error['code'] === 'string' ? error['code'] : name;
}

/** Turns any error of a Kafka client into a PortError of the event bus. A PortError is returned unchanged. */
export function classifyKafkaError(error: unknown, context: KafkaErrorContext): PortError {
  if (isPortError(error)) return error;
  const tlsFailure = tlsFailureOf(error);
  if (tlsFailure !== undefined) return untrusted(tlsFailure, error, context);
  const type = kafkaErrorType(error);
  const verdict = (type === undefined ? undefined : verdicts[type]) ?? { reason: 'unknown' };
  return new PortError({
    ...verdict,
    port: 'event-bus',
    operation: context.operation,
    message: describe(verdict, error, context),
    ...hintFor(verdict, error),
    cause: error,
  });
}

function untrusted(
  { text, hint }: TlsFailure,
  error: unknown,
  { operation, servers }: KafkaErrorContext,
): PortError {
  return new PortError({
    ...unauthorized,
    port: 'event-bus',
    operation,
    message: `Kafka at ${servers.join(', ')}: ${text}`,
    hint,
    cause: error,
  });
}

function describe(verdict: Verdict, error: unknown, context: KafkaErrorContext): string {
  const { operation, servers, subject } = context;
  const what = subject === undefined ? operation : `${operation} of ${subject}`;
  const where = `Kafka at ${servers.join(', ')}`;
  if (verdict.code === 'unknown-topic') return `${where} has no topic ${subject ?? ''}`.trimEnd();
  if (verdict.reason === 'unavailable' && isConnectionError(error))
    return `${where} cannot be reached`;
  if (verdict.reason === 'unauthorized') return `${where} refuses ${what}: ${messageOf(error)}`;
  return `${where}: ${what} failed: ${messageOf(error)}`;
}

function hintFor({ reason, code, hint }: Verdict, error: unknown): Pick<PortErrorDetails, 'hint'> {
  if (hint !== undefined) return { hint };
  if (code === 'unknown-topic') return { hint: 'create it first' };
  if (reason === 'unavailable' && isClosedByPeer(error)) return { hint: fitListener };
  if (reason === 'unavailable') return { hint: 'start it, or set KAFKA_BOOTSTRAP_SERVERS' };
  if (reason === 'unauthorized') return { hint: grantRights };
  return {};
}

/** A broker also closes a connection that speaks TLS or not when its listener expects the other. */
function isClosedByPeer(error: unknown): boolean {
  if (!isObject(error)) return false;
  if (error['name'] === 'KafkaJSConnectionClosedError' || error['code'] === 'ECONNRESET')
    return true;
  return isClosedByPeer(error['cause']);
}

function isConnectionError(error: unknown): boolean {
  const type = kafkaErrorType(error) ?? '';
  return type.startsWith('KafkaJS') || /^E[A-Z_]+$/.test(type);
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
