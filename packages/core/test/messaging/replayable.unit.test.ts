import {
  assertReplayable,
  assertWaiting,
  NotFoundError,
  ValidationError,
  waitsBehind,
  type DeadLetter,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';

function letter(id: string, more: Partial<DeadLetter> = {}): DeadLetter {
  const bytes = new TextEncoder().encode('k');
  const place = { group: 'g', topic: 't', partition: 0, offset: id };
  return {
    id,
    source: { ...place, key: bytes, value: bytes, headers: {} },
    reason: 'invalid',
    detail: 'no',
    attempts: 1,
    parkedAt: '2026-02-03T14:30:00Z',
    status: 'waiting',
    settled: null,
    edited: null,
    ...more,
  };
}

describe('a letter', () => {
  it('waits behind a head with a smaller id, unless it is a conflict', () => {
    const ids = ['8', '9', '10', '100'];
    const behind = ids.filter((id) => waitsBehind(letter(id), { id: '9' }));
    expect(behind).toEqual(['10', '100']);
    expect(waitsBehind(letter('10', { reason: 'conflict' }), { id: '9' })).toBe(false);
  });

  it('is returned while it waits', () => {
    const waiting = letter('7');
    expect(assertWaiting(waiting, '7')).toBe(waiting);
    for (const head of [undefined, { id: '7' }, { id: '8' }]) {
      expect(assertReplayable(waiting, '7', head)).toBe(waiting);
    }
  });

  it('is refused if there is none', () => {
    const none = new NotFoundError('Dead letter 7');
    expect(() => assertWaiting(undefined, '7')).toThrow(none);
    expect(() => assertReplayable(undefined, '7', undefined)).toThrow(none);
  });

  it.each(['replayed', 'discarded'] as const)('is refused if it was %s', (status) => {
    const settled = { by: 'ann', at: '2026-02-03T15:00:00Z' };
    const known = new ValidationError(
      `Dead letter 7 was ${status} already by ann at 2026-02-03T15:00:00Z.`,
    );
    expect(() => assertWaiting(letter('7', { status, settled }), '7')).toThrow(known);
    const unknown = new ValidationError(`Dead letter 7 was ${status} already.`);
    expect(() => assertReplayable(letter('7', { status }), '7', undefined)).toThrow(unknown);
  });

  it('is refused if an earlier one holds its key', () => {
    expect(() => assertReplayable(letter('7'), '7', { id: '5' })).toThrow(
      new ValidationError(
        'Dead letter 7 waits behind 5, an earlier message of its key: replay or discard 5 first, and it follows.',
      ),
    );
  });
});
