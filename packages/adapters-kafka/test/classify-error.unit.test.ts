import { isPortError, PortError } from '@foldmart/core';
import {
  KafkaJSAggregateError,
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
} from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { classifyKafkaError, kafkaErrorType } from '../src/classify-error.js';
import { ProtocolError } from '../src/wire/protocol-error.js';

const context = { operation: 'publish', servers: ['broker-1:9092'], subject: 'orders' };

function protocolError(type: string): Error {
  const error = new Error(`the broker says ${type}`);
  return new KafkaJSProtocolError(Object.assign(error, { type, code: 0, retriable: false }));
}

function exceeded(cause: Error): Error {
  return new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 5, retryTime: 100 });
}

function named(name: string, cause?: Error): Error {
  return Object.assign(new Error(name, { cause }), { name });
}

function socketError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

describe('classifying the errors of a client', () => {
  it.each([
    [
      'a missing topic',
      protocolError('UNKNOWN_TOPIC_OR_PARTITION'),
      'rejected',
      'unknown-topic',
      false,
    ],
    [
      'a bad topic name',
      protocolError('INVALID_TOPIC_EXCEPTION'),
      'rejected',
      'unknown-topic',
      false,
    ],
    ['a batch too large', new ProtocolError(10, 'writing'), 'rejected', undefined, false],
    [
      'a bad replication factor',
      protocolError('INVALID_REPLICATION_FACTOR'),
      'rejected',
      undefined,
      false,
    ],
    ['an active group', protocolError('NON_EMPTY_GROUP'), 'rejected', 'group-active', false],
    [
      'an offset out of range',
      new ProtocolError(1, 'reading'),
      'rejected',
      'offset-out-of-range',
      false,
    ],
    [
      'a generation that has ended',
      protocolError('ILLEGAL_GENERATION'),
      'rejected',
      'fenced',
      true,
    ],
    [
      'no right to a topic',
      protocolError('TOPIC_AUTHORIZATION_FAILED'),
      'unauthorized',
      undefined,
      false,
    ],
    [
      'no right to a group',
      protocolError('GROUP_AUTHORIZATION_FAILED'),
      'unauthorized',
      undefined,
      false,
    ],
    ['a wrong password', named('KafkaJSSASLAuthenticationError'), 'unauthorized', undefined, false],
    ['a leader that moved', new ProtocolError(6, 'writing'), 'unavailable', undefined, true],
    ['too few replicas', new ProtocolError(19, 'writing'), 'unavailable', undefined, true],
    [
      'a coordinator that loads',
      protocolError('GROUP_LOAD_IN_PROGRESS'),
      'unavailable',
      undefined,
      true,
    ],
    ['a broker that timed out', protocolError('REQUEST_TIMED_OUT'), 'timeout', undefined, true],
    [
      'a silent broker',
      new KafkaJSRequestTimeoutError('silent', {} as never),
      'timeout',
      undefined,
      true,
    ],
    [
      'a refused connection',
      new KafkaJSConnectionError('refused', { code: 'ECONNREFUSED' }),
      'unavailable',
      undefined,
      true,
    ],
    ['a socket that broke', socketError('ECONNRESET'), 'unavailable', undefined, true],
    ['an unknown host', socketError('ENOTFOUND'), 'unavailable', undefined, true],
    [
      'retries that ran out',
      exceeded(new KafkaJSConnectionError('refused')),
      'unavailable',
      undefined,
      true,
    ],
    ['a corrupt batch', new ProtocolError(2, 'reading'), 'corrupt', undefined, false],
    ['a bug', new TypeError('undefined is not a function'), 'unknown', undefined, false],
    ['no error at all', undefined, 'unknown', undefined, false],
  ])('%s', (_name, error, reason, code, isRetryable) => {
    const classified = classifyKafkaError(error, context);
    expect(classified).toMatchObject({
      port: 'event-bus',
      operation: 'publish',
      reason,
      isRetryable,
    });
    expect(classified.code).toBe(code);
    expect(isPortError(classified)).toBe(true);
  });

  it('returns a PortError unchanged', () => {
    const error = new PortError({
      port: 'event-bus',
      operation: 'x',
      reason: 'closed',
      message: 'x',
    });
    expect(classifyKafkaError(error, context)).toBe(error);
  });

  it('says that a clock is wrong if the brokers reject a timestamp', () => {
    const error = classifyKafkaError(protocolError('INVALID_TIMESTAMP'), context);
    expect(error).toMatchObject({ reason: 'rejected', isRetryable: false });
    expect(error.hint).toContain('the clock of this process is too far');
  });

  it('names the address that cannot be reached in one line, with a hint', () => {
    const refused = new KafkaJSConnectionError('connect ECONNREFUSED 127.0.0.1:9092\n    at x');
    const error = classifyKafkaError(exceeded(refused), context);
    expect(error.message).toBe('Kafka at broker-1:9092 cannot be reached');
    expect(error.hint).toBe('start it, or set KAFKA_BOOTSTRAP_SERVERS');
  });

  it('names the missing topic', () => {
    const error = classifyKafkaError(protocolError('UNKNOWN_TOPIC_OR_PARTITION'), context);
    expect(error.message).toBe('Kafka at broker-1:9092 has no topic orders');
  });
});

describe('the type of an error', () => {
  it('is found inside the wrappers of kafkajs', () => {
    const inner = protocolError('NOT_LEADER_FOR_PARTITION');
    const outer = named('KafkaJSNonRetriableError', inner);
    expect(kafkaErrorType(outer)).toBe('NOT_LEADER_FOR_PARTITION');
    expect(kafkaErrorType(exceeded(inner))).toBe('NOT_LEADER_FOR_PARTITION');
  });

  it('is that of the first of several errors', () => {
    const several = new KafkaJSAggregateError('several', [protocolError('TOPIC_ALREADY_EXISTS')]);
    expect(kafkaErrorType(several)).toBe('TOPIC_ALREADY_EXISTS');
  });
});
