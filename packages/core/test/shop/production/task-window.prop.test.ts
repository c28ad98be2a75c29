import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '@foldmart/core/testing';
import { createTaskWindow } from '../../../src/shop/production/task-window.js';

const durations = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 });

describe('a task window', () => {
  it('runs every task, never more at once than its limit, and as many if there are enough', async () => {
    await fc.assert(
      fc.asyncProperty(durations, fc.integer({ min: 1, max: 6 }), async (all, size) => {
        const clock = new VirtualClock();
        const window = createTaskWindow(size);
        let running = 0;
        let most = 0;
        let done = 0;
        const fill = async (): Promise<void> => {
          for (const durationMs of all) {
            await window.add(async () => {
              running += 1;
              most = Math.max(most, running);
              await clock.sleep(durationMs);
              running -= 1;
              done += 1;
            });
          }
          await window.settled();
        };
        await clock.drive(fill());
        expect(done).toBe(all.length);
        expect(most).toBeLessThanOrEqual(size);
        expect(most).toBeGreaterThanOrEqual(Math.min(1, all.length));
      }),
      { numRuns: 50 },
    );
  });

  it('starts nothing after a failure, and waits for running tasks', async () => {
    const clock = new VirtualClock();
    const window = createTaskWindow(2);
    const failure = new Error('no');
    const ended: string[] = [];
    await window.add(async () => {
      await clock.sleep(10);
      throw failure;
    });
    await window.add(async () => {
      await clock.sleep(100);
      ended.push('slow');
    });
    const late = window.add(async () => void ended.push('late'));
    await expect(clock.drive(late)).rejects.toBe(failure);
    await expect(clock.drive(window.settled())).rejects.toBe(failure);
    expect(ended).toStrictEqual(['slow']);
  });
});
