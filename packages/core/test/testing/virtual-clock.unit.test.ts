import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cancel } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';

const startedAtMs = Date.UTC(2026, 3, 5, 6, 7);

/** A clock, and a record of what ran when, in milliseconds since the clock was created. */
function noting() {
  const clock = new VirtualClock(startedAtMs);
  const ran: [name: string, atMs: number][] = [];
  const note = (name: string) => () => void ran.push([name, clock.monotonic()]);
  return { clock, ran, note };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((next) => setImmediate(next));
}

describe('virtual time', () => {
  it('stops unless it is driven', async () => {
    const { clock, ran, note } = noting();
    clock.schedule(Number.EPSILON, note('soon'));
    void clock.sleep(5).then(note('slept'));
    await turns(5);
    expect(ran).toStrictEqual([]);
    expect([clock.now(), clock.monotonic(), clock.scheduled]).toStrictEqual([startedAtMs, 0, 2]);
  });

  it('does not need to advance for due tasks: each runs by itself in a turn of its own', async () => {
    const { clock, ran, note } = noting();
    await clock.advance(7);
    clock.schedule(0, () => {
      note('first')();
      clock.schedule(0, note('from the first'));
      void clock.sleep(-1).then(note('asleep since the first'));
    });
    const cancel = clock.schedule(0, note('cancelled'));
    clock.schedule(1, note('not due'));
    clock.schedule(0, note('second'));
    cancel();
    expect(ran).toStrictEqual([]);
    await turns(1);
    expect(ran.map(([name]) => name)).toStrictEqual(['first']);
    await turns(5);
    expect(ran).toStrictEqual([
      ['first', 7],
      ['second', 7],
      ['from the first', 7],
      ['asleep since the first', 7],
    ]);
  });

  it('runs nothing if a due task is cancelled, and keeps the event loop free', async () => {
    const { clock, ran, note } = noting();
    clock.schedule(1, note('not due'));
    clock.schedule(0, note('cancelled'))();
    await turns(3);
    expect(ran).toStrictEqual([]);
    expect(process.getActiveResourcesInfo()).not.toContain('Immediate');
  });

  it('jumps to the next task, in both readings', async () => {
    const { clock } = noting();
    const before = clock.sleep(0.75).then(() => [clock.now(), clock.monotonic()]);
    const after = clock.sleep(3_600_000).then(() => [clock.now(), clock.monotonic()]);
    expect(await clock.drive(before)).toStrictEqual([startedAtMs, 0.75]);
    expect(await clock.drive(after)).toStrictEqual([startedAtMs + 3_600_000, 3_600_000]);
  });

  it('can be set like a wall clock, forwards and backwards, without moving scheduled tasks', async () => {
    const { clock, ran, note } = noting();
    clock.schedule(10, note('ten'));
    await clock.advance(4);
    clock.set(startedAtMs - 1_000);
    expect([clock.now(), clock.monotonic()]).toStrictEqual([startedAtMs - 1_000, 4]);
    await clock.advance(6);
    expect(ran).toStrictEqual([['ten', 10]]);
    expect(clock.now()).toBe(startedAtMs - 994);
  });
});

describe('a scheduled task', () => {
  it('runs at its time, in the order of scheduling at equal times, unless cancelled', async () => {
    const tasks = fc.array(
      fc.record({
        delayMs: fc.oneof(fc.integer({ min: -1, max: 6 }), fc.constant(Number.NaN)),
        /** The delay of another task, which this one schedules. */
        childMs: fc.option(fc.integer({ min: 0, max: 3 })),
        /** Which of the tasks that are scheduled at that time this one cancels. */
        cancels: fc.option(fc.nat({ max: 30 })),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(tasks, async (plan) => {
        const { clock, ran, note } = noting();
        const waiting: { name: string; dueMs: number; cancel: Cancel }[] = [];
        const expected: [string, number][] = [];
        const schedule = (name: string, delayMs: number, run: () => void): void => {
          const dueMs = clock.monotonic() + (delayMs > 0 ? delayMs : 0);
          const cancel = clock.schedule(delayMs, () => {
            const first = Math.min(...waiting.map((other) => other.dueMs));
            const next = waiting.findIndex((other) => other.dueMs === first);
            expected.push([waiting[next]!.name, first]);
            waiting.splice(next, 1);
            note(name)();
            run();
          });
          waiting.push({ name, dueMs, cancel });
        };
        const cancelled = new Set<string>();
        for (const [index, { delayMs, childMs, cancels }] of plan.entries()) {
          schedule(String(index), delayMs, () => {
            if (childMs !== null) schedule(`${String(index)}'`, childMs, () => undefined);
            const victim = cancels === null ? undefined : waiting[cancels];
            if (victim === undefined) return;
            victim.cancel();
            victim.cancel();
            cancelled.add(victim.name);
            waiting.splice(waiting.indexOf(victim), 1);
          });
        }
        expect(clock.scheduled).toBe(plan.length);
        await clock.advance(100);
        expect(ran).toStrictEqual(expected);
        expect(waiting).toStrictEqual([]);
        expect(clock.scheduled).toBe(0);
        expect(ran.filter(([name]) => cancelled.has(name))).toStrictEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('runs after everything before it has settled', async () => {
    const { clock, ran, note } = noting();
    clock.schedule(1, () => {
      void (async () => {
        for (let link = 0; link < 50; link += 1) await Promise.resolve();
        note('what follows from the first')();
      })();
    });
    clock.schedule(1, note('second'));
    await clock.advance(1);
    expect(ran).toStrictEqual([
      ['what follows from the first', 1],
      ['second', 1],
    ]);
  });

  it('runs after the tasks that were already due, even if it has no delay', async () => {
    const { clock, ran, note } = noting();
    clock.schedule(3, () => {
      clock.schedule(0, note('scheduled at 3'));
    });
    clock.schedule(3, note('due at 3'));
    await clock.advance(3);
    expect(ran.map(([name]) => name)).toStrictEqual(['due at 3', 'scheduled at 3']);
  });

  it('ends a loop that sleeps until a deadline, whatever fractions add up to it', async () => {
    const clock = new VirtualClock();
    await clock.advance(0.1);
    await clock.advance(1_000_000.2);
    const deadlineMs = clock.monotonic() + 0.3;
    let sleeps = 0;
    const sleepUntil = async (): Promise<void> => {
      for (; clock.monotonic() < deadlineMs && sleeps < 100; sleeps += 1)
        await clock.sleep((deadlineMs - clock.monotonic()) / 3);
    };
    await clock.drive(sleepUntil());
    expect(clock.monotonic()).toBeGreaterThanOrEqual(deadlineMs);
  });

  it('can be cancelled too late without affecting others', async () => {
    const { clock, ran, note } = noting();
    const cancel = clock.schedule(1, note('one'));
    clock.schedule(1, note('other'));
    await clock.drive(clock.sleep(0.5));
    await clock.drive(clock.sleep(0.5));
    clock.schedule(0, note('later'));
    cancel();
    expect(clock.scheduled).toBe(1);
    await clock.advance(0);
    expect(ran.map(([name]) => name)).toStrictEqual(['one', 'other', 'later']);
  });
});

describe('a sleep', () => {
  it('ends at once when its signal aborts, and leaves nothing scheduled', async () => {
    const { clock } = noting();
    const controller = new AbortController();
    const slept = clock.sleep(1_000, controller.signal).then(() => clock.monotonic());
    clock.schedule(400, () => controller.abort());
    expect(await clock.drive(slept)).toBe(400);
    expect(clock.scheduled).toBe(0);
    await clock.sleep(1_000, controller.signal);
    expect(clock.scheduled).toBe(0);
  });

  it('removes its listener from the signal when it ends', async () => {
    const { clock } = noting();
    const { signal } = new AbortController();
    const heard: string[] = [];
    const listening = new Proxy(signal, {
      get(target, property: keyof AbortSignal) {
        if (property === 'aborted') return target.aborted;
        return () => void heard.push(property);
      },
    });
    await clock.drive(clock.sleep(1, listening));
    expect(heard).toStrictEqual(['addEventListener', 'removeEventListener']);
  });
});

describe('drive', () => {
  it('returns the result of the work, and advances time no further than the work needed', async () => {
    const { clock } = noting();
    clock.schedule(90, () => undefined);
    const work = async (): Promise<string> => {
      await clock.sleep(20);
      await clock.sleep(30);
      return 'done';
    };
    expect(await clock.drive(work())).toBe('done');
    expect([clock.monotonic(), clock.scheduled]).toStrictEqual([50, 1]);
  });

  it('rejects with what the work rejects with', async () => {
    const { clock } = noting();
    const mistake = new Error('a mistake');
    await expect(clock.drive(Promise.reject(mistake))).rejects.toBe(mistake);
    const late = clock.sleep(5).then(() => Promise.reject(mistake));
    await expect(clock.drive(late)).rejects.toBe(mistake);
  });

  it.each([
    ['nothing is scheduled', () => undefined],
    [
      'a task is scheduled that never runs',
      (clock: VirtualClock) => clock.schedule(Number.POSITIVE_INFINITY, () => undefined),
    ],
  ])('rejects if %s and so cannot settle the work', async (_, prepare) => {
    const { clock } = noting();
    prepare(clock);
    clock.schedule(7, () => undefined);
    await expect(clock.drive(new Promise(() => undefined))).rejects.toThrow('Nothing is scheduled');
    expect(clock.monotonic()).toBe(7);
  });

  it('serves several callers at the same time', async () => {
    const { clock } = noting();
    const timed = (delayMs: number) => clock.sleep(delayMs).then(() => clock.monotonic());
    const driven = [30, 10, 20].map((delayMs) => clock.drive(timed(delayMs)));
    expect(await Promise.all(driven)).toStrictEqual([30, 10, 20]);
  });
});

describe('advance', () => {
  it('runs the tasks due until then, including those that they schedule, and no later ones', async () => {
    const { clock, ran, note } = noting();
    clock.schedule(4, () => {
      note('first')();
      clock.schedule(6, note('ten'));
      clock.schedule(6.5, note('later'));
    });
    await clock.advance(10);
    expect(ran).toStrictEqual([
      ['first', 4],
      ['ten', 10],
    ]);
    expect([clock.monotonic(), clock.scheduled]).toStrictEqual([10, 1]);
  });

  it('never goes back if another caller drives the clock further in the meantime', async () => {
    const { clock } = noting();
    const driven = clock.drive(clock.sleep(50));
    await clock.advance(10);
    await driven;
    await Promise.all([clock.advance(5), clock.advance(1)]);
    expect(clock.monotonic()).toBe(55);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', async (durationMs) => {
    const { clock } = noting();
    await expect(clock.advance(durationMs)).rejects.toThrow(RangeError);
    expect(clock.monotonic()).toBe(0);
  });
});
