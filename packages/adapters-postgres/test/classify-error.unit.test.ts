import { describe, expect, it } from 'vitest';
import { classifyError } from '../src/classify-error.js';

const transient = { isRetryable: true };
const final = { isRetryable: false };

const bySqlState: readonly (readonly [string, object])[] = [
  ['08006', { reason: 'unavailable', ...transient }],
  ['0A000', { reason: 'unavailable', ...transient }],
  ['22001', { reason: 'rejected', ...final }],
  ['22003', { reason: 'rejected', ...final }],
  ['22P02', { reason: 'rejected', ...final }],
  ['22P05', { reason: 'rejected', ...final }],
  ['23505', { reason: 'rejected', ...final }],
  ['25006', { reason: 'unavailable', ...transient }],
  ['28000', { reason: 'unauthorized', ...final }],
  ['28P01', { reason: 'unauthorized', ...final }],
  ['2BP01', { reason: 'rejected', ...final }],
  ['3D000', { reason: 'rejected', code: 'missing-database', ...final }],
  ['40001', { reason: 'unavailable', ...transient }],
  ['40003', { reason: 'timeout', ...transient }],
  ['40P01', { reason: 'unavailable', ...transient }],
  ['42501', { reason: 'unauthorized', ...final }],
  ['42601', { reason: 'unknown', ...final }],
  ['42P01', { reason: 'rejected', code: 'missing-schema', ...final }],
  ['53100', { reason: 'unavailable', ...transient }],
  ['53200', { reason: 'unavailable', code: 'out-of-memory', ...transient }],
  ['53300', { reason: 'unavailable', ...transient }],
  ['54000', { reason: 'rejected', ...final }],
  ['55P03', { reason: 'timeout', ...transient }],
  ['57014', { reason: 'timeout', ...transient }],
  ['57P01', { reason: 'unavailable', ...transient }],
  ['57P03', { reason: 'unavailable', ...transient }],
  ['58030', { reason: 'unavailable', ...transient }],
  ['FM001', { reason: 'unavailable', code: 'projection-version', ...transient }],
  ['XX000', { reason: 'unknown', ...final }],
  ['XX001', { reason: 'corrupt', ...final }],
];

const byNodeCode: readonly (readonly [string, object])[] = [
  ['EAI_AGAIN', { reason: 'unavailable', ...transient }],
  ['ECONNREFUSED', { reason: 'unavailable', ...transient }],
  ['ECONNRESET', { reason: 'unavailable', ...transient }],
  ['ENOTFOUND', { reason: 'unavailable', ...transient }],
  ['EPIPE', { reason: 'unavailable', ...transient }],
  ['ETIMEDOUT', { reason: 'timeout', ...transient }],
  ['ERR_TLS_CERT_ALTNAME_INVALID', { reason: 'unauthorized', ...final }],
  ['SELF_SIGNED_CERT_IN_CHAIN', { reason: 'unauthorized', ...final }],
  ['EWHATEVER', { reason: 'unknown', ...final }],
];

const byMessage: readonly (readonly [string, object])[] = [
  ['Connection terminated unexpectedly', { reason: 'unavailable', ...transient }],
  ['Connection terminated', { reason: 'unavailable', ...transient }],
  ['Connection terminated due to connection timeout', { reason: 'unavailable', ...transient }],
  ['timeout expired', { reason: 'timeout', ...transient }],
  ['timeout exceeded when trying to connect', { reason: 'timeout', ...transient }],
  ['Query read timeout', { reason: 'timeout', ...transient }],
  [
    'Client has encountered a connection error and is not queryable',
    { reason: 'unavailable', ...transient },
  ],
  ['Cannot use a pool after calling end on the pool', { reason: 'closed', ...final }],
  ['The server does not support SSL connections', { reason: 'unauthorized', ...final }],
  [
    'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    { reason: 'unauthorized', ...final },
  ],
  ['anything else', { reason: 'unknown', ...final }],
];

describe('classifyError', () => {
  it.each([...bySqlState, ...byNodeCode])('knows the code %s', (code, expected) => {
    expect(classifyError(Object.assign(new Error('x'), { code }))).toMatchObject(expected);
  });

  it.each(byMessage)('knows the message %j', (message, expected) => {
    expect(classifyError(new Error(message))).toMatchObject(expected);
  });

  it.each(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])(
    'takes %s for no fault of the request, which a consumer would park',
    (code) => {
      expect(classifyError({ code }).reason).toBe('unauthorized');
    },
  );

  it.each([undefined, null, 'text', 42, {}, { code: 7 }])('does not know %j', (error) => {
    expect(classifyError(error)).toMatchObject({ reason: 'unknown', ...final });
  });

  it.each(['ECONNREFUSED', '28P01', '3D000', '53300'])('advises how to fix %s', (code) => {
    expect(classifyError({ code }).hint).toBeTruthy();
  });
});
