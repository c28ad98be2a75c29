import type { Database } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { surveyStalled } from '../../src/operations/survey-stalled.js';
import type { Runtime } from '../../src/runtime/runtime.js';

const at = (second: number) => new Date(Date.UTC(2026, 1, 3, 14, 0, second)).toISOString();

/** A projection with events from the start of the minute, led by a process that renewed its lease at second 50. */
function scene(movedAt: string | undefined, { isValid = true, limitMs = 30_000 } = {}) {
  let counts = 0;
  const lease = { name: 'projection:sales', holder: 'host/1', renewedAt: at(50), isValid };
  const database = {
    projections: { states: async () => [{ name: 'sales', mode: 'async', movedAt }] },
    checkpoints: { list: async () => [] },
    locks: { leases: async () => [lease] },
    events: {
      async backlog() {
        counts += 1;
        return { events: 9, hidden: 0, since: at(0) };
      },
    },
  };
  const runtime = {
    settings: { values: { PROGRESS_TIMEOUT: limitMs } },
    domain: { subscriptions: [] },
    inspect: async () => database as unknown as Database,
  };
  return { found: () => surveyStalled(runtime as unknown as Runtime), counts: () => counts };
}

describe('a follower that is stalled', () => {
  it('has not moved for too long, while events wait', async () => {
    const stalled = { kind: 'projection', name: 'sales', behind: 9, leader: 'host/1' };
    expect(await scene(at(10)).found()).toEqual([{ ...stalled, forMs: 40_000 }]);
    expect(await scene(undefined).found()).toEqual([{ ...stalled, forMs: 50_000 }]);
    expect(await scene(at(20)).found()).toEqual([{ ...stalled, forMs: 30_000 }]);
  });

  it.each([
    ['has just moved', scene(at(21))],
    ['nobody leads', scene(at(10), { isValid: false })],
    ['is not watched', scene(at(10), { limitMs: 0 })],
  ])('is none that %s, and what waits for it is not counted', async (_what, { found, counts }) => {
    expect(await found()).toEqual([]);
    expect(counts()).toBe(0);
  });
});
