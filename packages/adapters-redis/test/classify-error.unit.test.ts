import { describe, expect, it } from 'vitest';
import { classifyError } from '../src/classify-error.js';

function network(code: string): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1:6379`), { code });
}

describe('the class of an error', () => {
  it.each([
    ['ECONNREFUSED', 'unavailable'],
    ['ENOTFOUND', 'unavailable'],
    ['ECONNRESET', 'unavailable'],
    ['ETIMEDOUT', 'unavailable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unauthorized'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unauthorized'],
    ['ENOMEM', 'unknown'],
  ])('of the network: %s is %s', (code, reason) => {
    expect(classifyError(network(code)).reason).toBe(reason);
  });

  it.each([
    ['WRONGPASS invalid username-password pair or user is disabled.', 'unauthorized', undefined],
    ['NOAUTH Authentication required.', 'unauthorized', undefined],
    ["NOPERM this user has no permissions to run the 'xadd' command", 'unauthorized', undefined],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'unavailable', 'out-of-memory'],
    ['LOADING Redis is loading the dataset in memory', 'unavailable', undefined],
    ["READONLY You can't write against a read only replica.", 'unavailable', undefined],
    ['CLUSTERDOWN The cluster is down', 'unavailable', undefined],
    ['TRYAGAIN Multiple keys request during rehashing of slot', 'unavailable', undefined],
    ['MISCONF Errors writing to the AOF file', 'unavailable', undefined],
    ['BUSY Redis is busy running a script.', 'unavailable', undefined],
    ['FENCED partition 0 is no longer held by m', 'rejected', 'fenced'],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'corrupt', undefined],
    ['ERR DB index is out of range', 'rejected', undefined],
    [
      "ERR Error compiling script (new function): user_script:1: unexpected symbol near '#'",
      'rejected',
      undefined,
    ],
    ['Command timed out', 'timeout', undefined],
    ["Socket timeout. Expecting data, but didn't receive any in 10000ms.", 'timeout', undefined],
    ['Connection is closed.', 'unavailable', undefined],
    ['Command aborted due to connection close', 'unavailable', undefined],
    ['ERR something new', 'unknown', undefined],
  ])('of Redis: %s', (message, reason, code) => {
    expect(classifyError(new Error(message))).toMatchObject(code ? { reason, code } : { reason });
  });

  it('is that of the first address tried, if there were several', () => {
    const error = new AggregateError([network('ECONNREFUSED'), network('ENETUNREACH')]);
    expect(classifyError(error).text).toBe('nothing listens there');
  });

  it('is that of the command that made a transaction fail', () => {
    const error = Object.assign(new Error('EXECABORT Transaction discarded'), {
      previousErrors: [new Error('OOM command not allowed')],
    });
    expect(classifyError(error).code).toBe('out-of-memory');
  });

  it('is unknown for a value that is not an error', () => {
    expect(classifyError('broken')).toEqual({ reason: 'unknown', text: 'broken' });
  });
});
