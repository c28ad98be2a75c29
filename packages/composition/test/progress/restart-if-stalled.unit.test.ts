import { VirtualClock } from '@foldmart/core/testing';
import { silentLogger, type HeldLock } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { restartIfStalled, Watchdog, type WatchedRun } from '../../src/progress/index.js';

const limitMs = 1_000;
const hangs = new Promise<never>(() => undefined);

function scene() {
  const clock = new VirtualClock();
  const logger = silentLogger;
  const watchdog = new Watchdog({ limitMs, clock, logger, isOutage: () => false });
  const stopping = new AbortController();
  const locks = new OneLock();
  const run = <Result>(work: (run: WatchedRun) => Promise<Result>): Promise<Result> =>
    restartIfStalled(
      { watchdog, clock, logger },
      { name: { role: 'projections', work: 'totals' }, signal: stopping.signal, locks },
      work,
    );
  return { clock, watchdog, stopping, locks, run };
}

/** A lock that has one holder at a time. */
class OneLock {
  holders = 0;

  async tryAcquire(): Promise<HeldLock | undefined> {
    if (this.holders > 0) return undefined;
    this.holders += 1;
    const release = async (): Promise<void> => void (this.holders -= 1);
    return { token: 1, lost: new AbortController().signal, release };
  }
}

describe('work that must move', () => {
  it('is abandoned if it hangs, gives its lock back, and is started again', async () => {
    const { clock, watchdog, run, locks } = scene();
    const signals: AbortSignal[] = [];
    const result = run(async ({ signal, watch, locks: own }) => {
      signals.push(signal);
      expect(await own.tryAcquire('totals')).toBeDefined();
      if (signals.length > 1) return 'done';
      watch.begin('projection-store.advance');
      return hangs;
    });
    await clock.advance(1.5 * limitMs);
    expect(watchdog.stalled()).toMatchObject([
      { role: 'projections', work: 'totals', at: 'projection-store.advance' },
    ]);
    expect(await clock.drive(result)).toBe('done');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(locks.holders).toBe(1);
    expect(watchdog.stalled()).toEqual([]);
  });

  it('rejects if it hangs again before it has finished anything', async () => {
    const { clock, watchdog, run } = scene();
    let runs = 0;
    const result = run(({ watch }) => {
      runs += 1;
      watch.begin('event-store.readAll')();
      watch.begin('projection-store.advance');
      return hangs;
    });
    await expect(clock.drive(result)).rejects.toMatchObject({
      name: 'PortError',
      isRetryable: false,
      message: expect.stringMatching(
        /^projections: totals does not move: projection-store.advance has not ended for \d+ s/,
      ) as string,
    });
    expect(runs).toBe(2);
    expect(watchdog.isHopeless).toBe(true);
  });

  it('may hang again and again if it finishes something in between', async () => {
    const { clock, run } = scene();
    let runs = 0;
    const result = run(({ watch }) => {
      runs += 1;
      if (runs === 5) return Promise.resolve(runs);
      watch.finished();
      watch.begin('projection-store.advance');
      return hangs;
    });
    expect(await clock.drive(result)).toBe(5);
  });

  it('is not started again if it is told to end: it rejects', async () => {
    const { clock, run, stopping } = scene();
    let runs = 0;
    const result = run(({ watch }) => {
      runs += 1;
      watch.begin('projection-store.advance');
      return hangs;
    });
    stopping.abort();
    await expect(clock.drive(result)).rejects.toThrow('does not move');
    expect(runs).toBe(1);
  });

  it('rejects with its own error at once', async () => {
    const { clock, run } = scene();
    await expect(clock.drive(run(() => Promise.reject(new Error('no'))))).rejects.toThrow('no');
  });

  it('is left alone with a limit of 0', async () => {
    const clock = new VirtualClock();
    const watchdog = new Watchdog({
      ...{ limitMs: 0, clock, logger: silentLogger },
      isOutage: () => false,
    });
    watchdog.open({ role: 'r', work: 'w' }).begin('step');
    await clock.advance(1e9);
    expect(watchdog.stalled()).toEqual([]);
    expect(clock.scheduled).toBe(0);
  });
});
