import { VirtualClock } from '@foldmart/core/testing';
import { silentLogger } from '@foldmart/core';
import { test, fc } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Watchdog } from '../../src/progress/index.js';
import { PausingClock } from './pausing-clock.js';

const limitMs = 8_000;

/** A watchdog on a virtual clock, and the stalls that it finds. */
function openWatchdog(isOutage: () => boolean = () => false) {
  const world = new VirtualClock();
  const clock = new PausingClock(world);
  const watchdog = new Watchdog({ limitMs, clock, logger: silentLogger, isOutage });
  return { world, clock, watchdog };
}

const step = fc.record({
  restMs: fc.integer({ min: 0, max: 10 * limitMs }),
  takesMs: fc.integer({ min: 1, max: limitMs - 1 }),
  pausedMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 * limitMs })),
  fails: fc.boolean(),
});

describe('a watchdog', () => {
  test.prop([fc.array(step, { maxLength: 6 })], { numRuns: 40 })(
    'finds no stall in steps that end within the limit, whatever rests and pauses of the process lie between',
    async (steps) => {
      const { world, clock, watchdog } = openWatchdog();
      const watch = watchdog.open({ role: 'r', work: 'w' });
      for (const { restMs, takesMs, pausedMs, fails } of steps) {
        await world.advance(restMs);
        const end = watch.begin('step');
        clock.stop();
        await world.advance(pausedMs);
        clock.resume();
        // Of a pause, the time of two looks counts.
        const countedMs = pausedMs === 0 ? 0 : 2 * watchdog.tickMs;
        await world.advance(Math.max(0, takesMs - countedMs));
        end();
        if (!fails) watch.finished();
        expect(watchdog.stalled()).toEqual([]);
      }
      watchdog.close(watch);
      expect(world.scheduled).toBe(0);
    },
  );

  test.prop([fc.array(step, { maxLength: 4 }), fc.integer({ min: 0, max: limitMs })], {
    numRuns: 40,
  })(
    'finds a step that never ends within the limit and two looks, and names it',
    async (steps, laterMs) => {
      const { world, watchdog } = openWatchdog();
      const watch = watchdog.open({ role: 'r', work: 'w' });
      for (const { restMs, takesMs } of steps) {
        await world.advance(restMs);
        const end = watch.begin('step');
        await world.advance(takesMs);
        end();
      }
      watch.begin('the last step');
      await world.advance(laterMs);
      await world.advance(limitMs + 2 * watchdog.tickMs);
      expect(watchdog.stalled()).toMatchObject([{ role: 'r', work: 'w', at: 'the last step' }]);
    },
  );

  test.prop([fc.integer({ min: 0, max: 100 * limitMs })], { numRuns: 20 })(
    'does not count the time of an outage',
    async (outageMs) => {
      let isOutage = true;
      const { world, watchdog } = openWatchdog(() => isOutage);
      const watch = watchdog.open({ role: 'r', work: 'w' });
      watch.begin('step');
      await world.advance(outageMs);
      expect(watchdog.stalled()).toEqual([]);
      isOutage = false;
      await world.advance(limitMs + 2 * watchdog.tickMs);
      expect(watchdog.stalled()).toHaveLength(1);
    },
  );

  test.prop([fc.integer({ min: 1, max: 20 })], { numRuns: 20 })(
    'tells slow work, of which some step ends in time, from one that hangs beside it',
    async (others) => {
      const { world, watchdog } = openWatchdog();
      const slow = watchdog.open({ role: 'r', work: 'slow' });
      const hung = watchdog.open({ role: 'r', work: 'hung' });
      hung.begin('step');
      slow.begin('the whole batch');
      for (let index = 0; index < others; index += 1) {
        const end = slow.begin('part');
        await world.advance(limitMs - 1);
        end();
      }
      await world.advance(3 * watchdog.tickMs);
      expect(watchdog.stalled().map(({ work }) => work)).toEqual(['hung']);
    },
  );
});
