import { VirtualClock } from '@foldmart/core/testing';
import { driveTimed } from '@foldmart/core/shop';
import { describe, expect, it } from 'vitest';

const hourMs = 3_600_000;

function* every(stepMs: number, untilMs: number): Generator<{ readonly atMs: number }, void> {
  for (let atMs = 0; atMs <= untilMs; atMs += stepMs) yield { atMs };
}

describe('timed items', () => {
  it('are each published when they are due for an hour, also by a slow queue', async () => {
    const clock = new VirtualClock();
    const late: number[] = [];
    let sent = 0;
    await clock.drive(
      driveTimed(every(200, hourMs), {
        clock,
        signal: new AbortController().signal,
        publish: async (items) => {
          for (const { atMs } of items) late.push(clock.monotonic() - atMs);
          sent += items.length;
          await clock.sleep(370);
        },
      }),
    );
    expect(sent).toBe(hourMs / 200 + 1);
    expect(Math.max(...late.slice(-1_000))).toBe(0);
    expect(clock.monotonic()).toBe(hourMs + 370);
  });

  it('catch up after a queue did not take them, without shifting those that follow', async () => {
    const clock = new VirtualClock();
    const sentAt: [number, number][] = [];
    let calls = 0;
    await clock.drive(
      driveTimed(every(100, 20_000), {
        clock,
        signal: new AbortController().signal,
        maxInFlight: 1,
        publish: async (items) => {
          for (const { atMs } of items) sentAt.push([atMs, clock.monotonic()]);
          calls += 1;
          if (calls === 10) await clock.sleep(5_000);
        },
      }),
    );
    expect(sentAt.map(([atMs]) => atMs)).toStrictEqual(
      [...every(100, 20_000)].map((it) => it.atMs),
    );
    expect(Math.max(...sentAt.map(([atMs, at]) => at - atMs))).toBe(4_900);
    expect(sentAt.slice(-100).every(([atMs, at]) => at === atMs)).toBe(true);
  });

  it('come faster by a factor, and at once at most', async () => {
    for (const [speed, takesMs] of [
      [60, hourMs / 60],
      ['max', 0],
    ] as const) {
      const clock = new VirtualClock();
      let sent = 0;
      const publish = (items: readonly unknown[]): Promise<void> => {
        sent += items.length;
        return Promise.resolve();
      };
      const { signal } = new AbortController();
      await clock.drive(driveTimed(every(1_000, hourMs), { clock, signal, speed, publish }));
      expect([sent, clock.monotonic()]).toStrictEqual([3_601, takesMs]);
    }
  });

  it('end with the signal, and no item is taken that is not published', async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const published: number[] = [];
    const items = every(100, hourMs);
    clock.schedule(10_050, () => controller.abort());
    await clock.drive(
      driveTimed(items, {
        clock,
        signal: controller.signal,
        publish: (batch) => {
          published.push(...batch.map(({ atMs }) => atMs));
          return Promise.resolve();
        },
      }),
    );
    expect(published.at(-1)).toBe(10_000);
    // One item was looked at to know when it is due.
    expect(items.next().value).toStrictEqual({ atMs: 10_200 });
  });

  it('reject with the first failure, and no further call is made', async () => {
    const clock = new VirtualClock();
    let calls = 0;
    const driving = driveTimed(every(100, hourMs), {
      clock,
      signal: new AbortController().signal,
      publish: () => {
        calls += 1;
        return calls === 3 ? Promise.reject(new Error('no room')) : Promise.resolve();
      },
    });
    await expect(clock.drive(driving)).rejects.toThrow('no room');
    expect(calls).toBeLessThanOrEqual(4);
  });
});
