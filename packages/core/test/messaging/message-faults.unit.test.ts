import { PortError, type PortErrorCode, type PortErrorReason } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { mayBeFaultOfMessage, MessageFaults } from '../../src/messaging/message-faults.js';

function failure(reason: PortErrorReason, code?: PortErrorCode, message = 'no'): PortError {
  const at = { port: 'event-store', operation: 'ingest' } as const;
  return new PortError({ ...at, reason, message, ...(code !== undefined && { code }) });
}

function event(id: string) {
  return { id, type: 'lent', schemaVersion: 1, time: '', origin: 'test', data: {} };
}

describe('an error of ingest', () => {
  it('may be a message’s fault only if the store rejects it for good, without a named cause', () => {
    expect(mayBeFaultOfMessage(failure('rejected'))).toBe(true);
    expect(mayBeFaultOfMessage(failure('rejected', 'projection-failed'))).toBe(false);
    for (const reason of ['unavailable', 'timeout', 'unauthorized', 'closed', 'unknown'] as const) {
      expect(mayBeFaultOfMessage(failure(reason))).toBe(false);
    }
    expect(mayBeFaultOfMessage(Object.assign(new Error('no'), { reason: 'rejected' }))).toBe(false);
  });
});

describe('the faults of a batch', () => {
  it.each([
    { differs: 'the id', one: 'event a-b is too long', other: 'event c-d is too long' },
    { differs: 'a number', one: 'place 12 is taken', other: 'place 3 is taken' },
    { differs: 'a quoted value', one: '"x y" breaks "z"', other: '"" breaks "zz"' },
  ])('are one reason if only $differs differs', ({ one, other }) => {
    const faults = new MessageFaults();
    faults.add(event('a-b'), failure('rejected', undefined, one));
    const second = failure('rejected', undefined, other);
    expect(() => faults.add(event('c-d'), second)).toThrow(second);
  });

  it('are several reasons if the text differs, also if what is thrown is no error', () => {
    const faults = new MessageFaults();
    faults.add(event('#a'), failure('rejected', undefined, 'too long'));
    faults.add(event('#b'), failure('rejected', undefined, 'too short'));
    faults.add(event('#c'), 'too wide');
    faults.add(event('#d'), 'too narrow');
    expect(() => faults.add(event('#e'), 'too wide')).toThrow('too wide');
  });
});
