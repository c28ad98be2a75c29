import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOrderedPublisher, PortError, retryTransient } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { chanceOf } from '../support/chance.js';
import { FailingLane, type SendOutcome } from '../support/failing-lane.js';

const { random } = chanceOf(3);
const policy = { firstDelayMs: 10, longestDelayMs: 80 };
const outcomes = fc.array(fc.constantFrom<SendOutcome>('written', 'lost', 'in-doubt'), {
  maxLength: 40,
});

/** Publishes the numbers from 0, up to `window` of them at a time, and waits for all. */
async function publishAll(
  publish: (number: number) => Promise<void>,
  count: number,
  window: number,
): Promise<void> {
  const open = new Set<Promise<void>>();
  for (let number = 0; number < count; number += 1) {
    while (open.size >= window) await Promise.race(open);
    const call: Promise<void> = publish(number).finally(() => open.delete(call));
    open.add(call);
  }
  await Promise.all(open);
}

describe('an ordered publisher that repeats failed calls', () => {
  it('writes the calls in their order, and repeats only what followed a failure', async () => {
    const counts = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(
        outcomes,
        counts,
        fc.integer({ min: 1, max: 20 }),
        async (script, count, window) => {
          const clock = new VirtualClock();
          const lane = new FailingLane(clock, script);
          const publish = createOrderedPublisher((call: number) => lane.publish(call), {
            retry: { clock, random, policy },
          });
          await clock.drive(publishAll(publish, count, window));
          expect([...new Set(lane.written)]).toEqual(Array.from({ length: count }, (_, n) => n));
          lane.written.forEach((number, at) =>
            expect(number).toBeLessThanOrEqual((lane.written[at - 1] ?? -1) + 1),
          );
        },
      ),
    );
  });

  it('is needed: calls that are each repeated alone overtake one another', async () => {
    const clock = new VirtualClock();
    const lane = new FailingLane(clock, ['written', 'lost']);
    const alone = (call: number) =>
      retryTransient(() => lane.publish(call), { clock, random, policy });
    await clock.drive(publishAll(alone, 30, 8));
    const firsts = [...new Set(lane.written)];
    expect(firsts).not.toEqual([...firsts].sort((one, other) => one - other));
  });

  it('sends the first failed call alone, and reports one delay for all that failed together', async () => {
    const clock = new VirtualClock();
    const lane = new FailingLane(clock, ['lost', 'lost', 'lost']);
    const delays: number[] = [];
    const publish = createOrderedPublisher((call: number) => lane.publish(call), {
      retry: { clock, random, policy, onRetry: (_error, attempt) => delays.push(attempt) },
    });
    await clock.drive(publishAll(publish, 8, 8));
    expect(delays).toEqual([1, 2, 3]);
    expect(lane.calls.slice(0, 11)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0]);
  });

  it.each([
    {
      what: 'the first call fails',
      durations: [10, 20, 1_000],
      failing: [0],
      again: ['0 at 1010'],
    },
    {
      what: 'later calls fail earlier',
      durations: [30, 10, 20],
      failing: [0, 1, 2],
      again: ['0 at 40', '1 at 70', '2 at 70'],
    },
  ])('sends calls again in their order, once all in flight have settled: $what', async (scene) => {
    const clock = new VirtualClock();
    const sent: string[] = [];
    const lost = new PortError({
      port: 'event-bus',
      operation: 'publish',
      reason: 'unavailable',
      message: 'no leader',
    });
    const publish = createOrderedPublisher(
      async (call: number) => {
        const isFirst = sent.push(`${String(call)} at ${String(clock.monotonic())}`) <= 3;
        await clock.sleep(scene.durations[call] ?? 0);
        if (isFirst && scene.failing.includes(call)) throw lost;
      },
      { retry: { clock, random: { next: () => 1 }, policy, signal: new AbortController().signal } },
    );
    await clock.drive(Promise.all([0, 1, 2].map((call) => publish(call))));
    expect(sent).toEqual(['0 at 0', '1 at 0', '2 at 0', ...scene.again]);
  });

  it('rejects what it has not published when its signal aborts, in the order of the calls', async () => {
    const clock = new VirtualClock();
    const lane = new FailingLane(
      clock,
      Array.from({ length: 99 }, () => 'lost'),
    );
    const stop = new AbortController();
    const publish = createOrderedPublisher((call: number) => lane.publish(call), {
      retry: { clock, random, policy, signal: stop.signal },
    });
    const rejected: number[] = [];
    const calls = [0, 1, 2, 3].map((call) => publish(call).catch(() => void rejected.push(call)));
    clock.schedule(500, () => stop.abort());
    await clock.drive(Promise.all(calls));
    expect(rejected).toEqual([0, 1, 2, 3]);
    await expect(clock.drive(publish(4))).rejects.toMatchObject({ isRetryable: true });
  });

  it('rejects a call that fails for good, and sends the others', async () => {
    const clock = new VirtualClock();
    const lane = new FailingLane(clock, ['written', 'lost', 'refused']);
    const publish = createOrderedPublisher((call: number) => lane.publish(call), {
      retry: { clock, random, policy },
    });
    const calls = [0, 1, 2, 3].map((call) => publish(call));
    const settled = await clock.drive(Promise.allSettled(calls));
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(lane.written).toEqual([0, 2, 3]);
  });
});

describe('an ordered publisher that repeats nothing', () => {
  it('rejects what waits behind a failed call, and sends later calls', async () => {
    const clock = new VirtualClock();
    const lane = new FailingLane(clock, ['lost']);
    const publish = createOrderedPublisher((call: number) => lane.publish(call), {
      runsAlone: (call) => call === 1,
    });
    const settled = await clock.drive(Promise.allSettled([0, 1, 2].map((call) => publish(call))));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(lane.calls).toEqual([0]);
    await clock.drive(publish(3));
    expect(lane.written).toEqual([3]);
  });

  it('sends a call that runs alone after those before it, and before those behind it', async () => {
    const clock = new VirtualClock();
    const inFlight = new Set<number>();
    const together: number[] = [];
    const publish = createOrderedPublisher(
      async (call: number) => {
        inFlight.add(call);
        if (inFlight.has(2)) together.push(...inFlight);
        await clock.sleep(10);
        inFlight.delete(call);
      },
      { runsAlone: (call) => call === 2 },
    );
    await clock.drive(Promise.all([0, 1, 2, 3].map((call) => publish(call))));
    expect(together).toEqual([2]);
  });

  it('passes on an error of any kind', async () => {
    const error = new PortError({
      port: 'event-bus',
      operation: 'publish',
      reason: 'closed',
      message: 'closed',
    });
    const publish = createOrderedPublisher(() => Promise.reject(error));
    await expect(publish(undefined)).rejects.toBe(error);
  });
});
