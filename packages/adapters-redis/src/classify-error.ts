import type { PortErrorCode, PortErrorReason } from '@foldmart/core';
import { tlsFailureOf } from './tls-failure.js';

/** How a driver's error is reported to the caller of a port. */
export interface ErrorClass {
  readonly reason: PortErrorReason;
  /** Completes "<operation> failed at <address>: ". */
  readonly text: string;
  readonly code?: PortErrorCode;
  readonly hint?: string;
}

const startRedis = 'start Redis there, or set REDIS_HOST and REDIS_PORT (or REDIS_URL)';
const fitTls =
  'if it happens again, set REDIS_TLS as the port requires, and REDIS_TLS_CERT_FILE if it asks for one';
const mendCredentials = 'check user name and password (REDIS_URL)';

const byNetworkCode: Readonly<Record<string, ErrorClass>> = {
  ECONNREFUSED: { reason: 'unavailable', text: 'nothing listens there', hint: startRedis },
  ENOTFOUND: { reason: 'unavailable', text: 'the host is not known', hint: startRedis },
  EAI_AGAIN: { reason: 'unavailable', text: 'the host name cannot be resolved now' },
  ECONNRESET: { reason: 'unavailable', text: 'the connection was reset', hint: fitTls },
  EPIPE: { reason: 'unavailable', text: 'the connection was closed', hint: fitTls },
  ETIMEDOUT: { reason: 'unavailable', text: 'no connection in time', hint: startRedis },
  EHOSTUNREACH: { reason: 'unavailable', text: 'the host cannot be reached', hint: startRedis },
  ENETUNREACH: { reason: 'unavailable', text: 'the network cannot be reached' },
};

// Retention or an operator may free memory, so the same call may succeed later.
const outOfMemory: ErrorClass = {
  reason: 'unavailable',
  code: 'out-of-memory',
  text: 'its memory is full',
  hint: 'raise maxmemory, or shorten the retention of topics',
};

const byReplyCode: Readonly<Record<string, ErrorClass>> = {
  WRONGPASS: { reason: 'unauthorized', text: 'wrong user name or password', hint: mendCredentials },
  NOAUTH: { reason: 'unauthorized', text: 'it requires a password', hint: mendCredentials },
  NOPERM: {
    reason: 'unauthorized',
    text: 'the user lacks a right',
    hint: 'grant the user the commands and keys it needs (ACL SETUSER)',
  },
  OOM: outOfMemory,
  LOADING: { reason: 'unavailable', text: 'it is loading its data' },
  BUSY: { reason: 'unavailable', text: 'it is busy with a script' },
  READONLY: {
    reason: 'unavailable',
    text: 'it is a read-only replica',
    hint: 'connect to the primary',
  },
  MASTERDOWN: { reason: 'unavailable', text: 'its primary is down' },
  CLUSTERDOWN: { reason: 'unavailable', text: 'the cluster is down' },
  TRYAGAIN: { reason: 'unavailable', text: 'the cluster is moving these keys' },
  NOREPLICAS: { reason: 'unavailable', text: 'too few replicas answer' },
  MISCONF: {
    reason: 'unavailable',
    text: 'it cannot write to its disk',
    hint: 'free space on the disk of Redis',
  },
  FENCED: { reason: 'rejected', code: 'fenced', text: 'another member holds the lease now' },
  WRONGTYPE: {
    reason: 'corrupt',
    text: 'a key holds another type of value',
    hint: 'another program uses the same keys: choose a key prefix',
  },
};

const byMessage: readonly (readonly [RegExp, ErrorClass])[] = [
  [/^Command timed out/, { reason: 'timeout', text: 'no answer in time' }],
  [/^Socket timeout/, { reason: 'timeout', text: 'no answer in time' }],
  [
    /^Connection is closed|max retries per request|aborted due to connection close/,
    { reason: 'unavailable', text: 'the connection was lost' },
  ],
  [
    /compiling script.*'#'/s,
    {
      reason: 'rejected',
      text: 'it is too old for script flags',
      hint: 'Redis 7.0 or newer is needed',
    },
  ],
  [
    /invalid DB index|DB index is out of range/i,
    { reason: 'rejected', text: 'there is no such database number', hint: 'check db (REDIS_URL)' },
  ],
];

/** Classifies an error of ioredis, of Redis or of the network. An error that no rule knows is `unknown`. */
export function classifyError(error: unknown): ErrorClass {
  if (!(error instanceof Error)) return { reason: 'unknown', text: String(error) };
  const previous: unknown = 'previousErrors' in error ? error.previousErrors : undefined;
  if (Array.isArray(previous) && previous.length > 0) return classifyError(previous[0]);
  return (
    byCode(error) ??
    byReplyCode[firstWord(error.message)] ??
    byMessage.find(([pattern]) => pattern.test(error.message))?.[1] ?? {
      reason: 'unknown',
      text: error.message,
    }
  );
}

function byCode(error: Error): ErrorClass | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const tlsFailure = tlsFailureOf(code);
  if (tlsFailure !== undefined) return tlsFailure;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return byNetworkCode[code] ?? (first instanceof Error ? byCode(first) : undefined);
}

function firstWord(message: string): string {
  return /^(?:ReplyError: )?([A-Z]+)\b/.exec(message)?.[1] ?? '';
}
