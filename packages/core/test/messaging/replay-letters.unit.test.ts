import {
  replayLetters,
  type ReplayedLetter,
  type ReplayReport,
  type ReplayRequest,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const read = (): never => {
  throw new Error('the store of these tests reads no letter');
};
const failed = { id: '3', outcome: 'failed', reason: 'invalid', detail: 'no' } as const;

/** A store that answers these steps, one call after the other. */
function storeOf(steps: readonly ReplayReport[]) {
  const requests: ReplayRequest[] = [];
  const replay = async (request: ReplayRequest): Promise<ReplayReport> => {
    requests.push(request);
    return steps[requests.length - 1]!;
  };
  return { requests, replay };
}

function step(next: string | null, ...letters: readonly ReplayedLetter[]): ReplayReport {
  return { letters, next };
}

describe('a replay of a letter and those behind it', () => {
  it('continues until none waits, and counts what each step did', async () => {
    const steps = [
      step('3', { id: '1', outcome: 'appended' }, { id: '2', outcome: 'duplicate' }),
      step('5', { id: '3', outcome: 'appended' }, { id: '4', outcome: 'appended' }),
      step(null, { id: '5', outcome: 'duplicate' }),
    ];
    const store = storeOf(steps);
    const seen: (readonly ReplayedLetter[])[] = [];
    const request = {
      by: 'ann',
      read,
      limit: 2,
      onStep: (each: (typeof seen)[0]) => seen.push(each),
    };
    expect(await replayLetters(store, '1', request)).toEqual({
      appended: 3,
      duplicates: 2,
      failed: null,
      next: null,
    });
    expect(store.requests).toEqual(
      ['1', '3', '5'].map((letter) => ({ letter, by: 'ann', read, limit: 2 })),
    );
    expect(seen).toEqual(steps.map(({ letters }) => letters));
  });

  it('stops at a letter that fails', async () => {
    const store = storeOf([step('3', { id: '1', outcome: 'appended' }, failed)]);
    expect(await replayLetters(store, '1', { by: 'ann', read })).toEqual({
      appended: 1,
      duplicates: 0,
      failed,
      next: '3',
    });
    expect(store.requests).toHaveLength(1);
  });

  it('ends after one step of a dry run', async () => {
    const store = storeOf([step('2', { id: '1', outcome: 'appended' })]);
    const summary = await replayLetters(store, '1', { by: 'ann', read, dryRun: true });
    expect(summary).toMatchObject({ appended: 1, next: '2' });
    expect(store.requests).toMatchObject([{ dryRun: true }]);
  });

  it('ends between two steps when its signal aborts, also before the first', async () => {
    const store = storeOf([step('2', { id: '1', outcome: 'appended' })]);
    const stop = new AbortController();
    const { signal } = stop;
    const onStep = (): void => stop.abort();
    const summary = await replayLetters(store, '1', { by: 'ann', read, signal, onStep });
    expect(summary).toMatchObject({ appended: 1, next: '2' });
    expect(store.requests).toHaveLength(1);
    expect(await replayLetters(store, '9', { by: 'ann', read, signal })).toEqual({
      appended: 0,
      duplicates: 0,
      failed: null,
      next: '9',
    });
    expect(store.requests).toHaveLength(1);
  });
});
