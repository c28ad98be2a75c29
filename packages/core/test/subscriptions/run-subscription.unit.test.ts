import { describe, expect, it } from 'vitest';
import {
  PortError,
  type CheckpointStore,
  type HeldLock,
  type SubscriptionHandler,
} from '@foldmart/core';
import { chanceOf } from '../support/chance.js';
import { notedIds } from '../support/noted-log.js';
import {
  checkpointIs,
  dependenciesOf,
  openLog,
  recorder,
  subscribe,
} from '../support/subscription-scene.js';

function failure(reason: PortError['reason'] = 'unavailable'): PortError {
  return new PortError({ port: 'event-bus', operation: 'publish', reason, message: 'no' });
}

describe('a durable subscription', () => {
  it('delivers the whole log and new events in order, page by page', async () => {
    const log = openLog();
    await log.note(7);
    const steps: number[] = [];
    const { seen, handler } = recorder();
    log.clock.schedule(5_000, () => void log.note(2));
    const onStep = ({ events }: { events: number }): void => void steps.push(events);
    await log.clock.drive(subscribe(log, handler, { options: { onStep } }));
    expect(seen).toStrictEqual(notedIds(1, 9));
    expect(steps).toStrictEqual([3, 3, 1, 2]);
    await checkpointIs(log, 'e-9');
    expect(log.lines).toStrictEqual([]);
  });

  it('resumes from its checkpoint when it runs again', async () => {
    const log = openLog();
    await log.note(4);
    const { seen, handler } = recorder();
    await log.clock.drive(subscribe(log, handler, { untilMs: 1_000 }));
    await log.note(4);
    await log.clock.drive(subscribe(log, handler, { untilMs: 2_000 }));
    expect(seen).toStrictEqual(notedIds(1, 8));
  });

  it('keeps a checkpoint for each name', async () => {
    const log = openLog();
    await log.note(2);
    const [one, other] = [recorder(), recorder()];
    await log.clock.drive(
      Promise.all([
        subscribe(log, one.handler),
        subscribe(log, other.handler, { options: { name: 'others' } }),
      ]),
    );
    expect([one.seen, other.seen]).toStrictEqual([notedIds(1, 2), notedIds(1, 2)]);
  });

  it.each([0, 4])('from the end of %i events delivers only later events', async (before) => {
    const log = openLog();
    await log.note(before);
    const { seen, handler } = recorder();
    log.clock.schedule(1_000, () => void log.note(2));
    await log.clock.drive(subscribe(log, handler, { options: { startFrom: 'end' } }));
    expect(seen).toStrictEqual(notedIds(before + 1, before + 2));
  });

  it.each([0, 4])(
    'keeps the end of %i events, even if no event came while it ran',
    async (before) => {
      const log = openLog();
      await log.note(before);
      const { seen, handler } = recorder();
      const options = { startFrom: 'end' } as const;
      await log.clock.drive(subscribe(log, handler, { options, untilMs: 1_000 }));
      await log.note(2);
      await log.clock.drive(subscribe(log, handler, { options, untilMs: 2_000 }));
      expect(seen).toStrictEqual(notedIds(before + 1, before + 2));
    },
  );

  it('redelivers the same page after transient failures of the handler', async () => {
    const log = openLog();
    await log.note(2);
    const calls: unknown[] = [];
    log.clock.schedule(150, () => void log.note(5));
    const handler: SubscriptionHandler = async (events, { attempt }) => {
      calls.push([attempt, ...events.map(({ id }) => id)]);
      if (calls.length <= 3) throw failure();
    };
    await log.clock.drive(subscribe(log, handler));
    expect(calls).toStrictEqual([
      [1, 'e-1', 'e-2'],
      [2, 'e-1', 'e-2'],
      [3, 'e-1', 'e-2'],
      [4, 'e-1', 'e-2'],
      [1, 'e-3', 'e-4', 'e-5'],
      [1, 'e-6', 'e-7'],
    ]);
    expect(log.lines).toStrictEqual(new Array(3).fill('warn: a subscription failed, retrying'));
  });

  it('backs off longer after each failure of the handler, by its policy, and logs it', async () => {
    const log = openLog();
    await log.note(1);
    const error = failure();
    const fields: unknown[] = [];
    const logger = {
      ...log.logger,
      warn: (_message: string, more?: object): void => void fields.push(more),
    };
    const retry = { firstDelayMs: 10, longestDelayMs: 25 };
    await log.clock.drive(
      subscribe(log, () => Promise.reject(error), {
        dependencies: { logger, random: { next: () => 1 } },
        options: { retry },
        untilMs: 100,
      }),
    );
    const delays = [10, 20, 25, 25, 25];
    expect(fields).toEqual(
      delays.map((delayMs, index) => ({
        subscription: 'notes',
        error,
        failures: index + 1,
        delayMs,
      })),
    );
    expect(log.lines).toEqual(['info: a subscription ended within a page']);
  });

  it('rejects with a permanent error, releases the lock, and resumes with that page', async () => {
    const log = openLog();
    await log.note(7);
    const { seen, handler } = recorder();
    const error = failure('rejected');
    const failing: SubscriptionHandler = async (events, context) => {
      if (events.some(({ id }) => id === 'e-5')) throw error;
      await handler(events, context);
    };
    await expect(log.clock.drive(subscribe(log, failing))).rejects.toBe(error);
    await checkpointIs(log, 'e-3');
    expect(log.clock.monotonic()).toBeLessThan(1_000);
    await log.clock.drive(subscribe(log, handler));
    expect(seen).toStrictEqual(notedIds(1, 7));
  });

  it('does not call the handler again if only the checkpoint could not be moved', async () => {
    const log = openLog();
    await log.note(3);
    const { checkpoints } = log.open();
    let moves = 0;
    const flaky: CheckpointStore = {
      isDurable: checkpoints.isDurable,
      load: (name) => checkpoints.load(name),
      list: () => checkpoints.list(),
      async move(name, step) {
        moves += 1;
        if (moves < 3) throw failure('timeout');
        return checkpoints.move(name, step);
      },
    };
    const { seen, handler } = recorder();
    await log.clock.drive(subscribe(log, handler, { dependencies: { checkpoints: flaky } }));
    expect(seen).toStrictEqual(notedIds(1, 3));
    await checkpointIs(log, 'e-3');
  });

  it('retries while the store is unavailable to everything but the handler', async () => {
    const log = openLog();
    await log.note(7);
    const { store, checkpoints, locks } = dependenciesOf(log);
    const { random } = chanceOf(3);
    let failures = 0;
    const flaky = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get:
          (target, name) =>
          async (...values: unknown[]) => {
            if (random.next() < 0.5) {
              failures += 1;
              throw failure();
            }
            const method = Reflect.get(target, name, target) as (...all: unknown[]) => unknown;
            return method.apply(target, values);
          },
      });
    const dependencies = {
      store: flaky(store as object) as typeof store,
      checkpoints: flaky(checkpoints),
      locks: flaky(locks),
    };
    const { seen, handler } = recorder();
    await log.clock.drive(subscribe(log, handler, { dependencies, untilMs: 60_000 }));
    expect(failures).toBeGreaterThan(5);
    expect(seen).toStrictEqual(notedIds(1, 7));
    await checkpointIs(log, 'e-7');
  });
});

describe('the end of a durable subscription', () => {
  it('comes after the current page, which is not handled again', async () => {
    const log = openLog();
    await log.note(6);
    const { seen, handler } = recorder();
    const slow: SubscriptionHandler = async (events, context) => {
      await log.clock.sleep(400);
      await handler(events, context);
    };
    await log.clock.drive(subscribe(log, slow, { untilMs: 200 }));
    expect(log.clock.monotonic()).toBe(400);
    await checkpointIs(log, 'e-3');
    await log.clock.drive(subscribe(log, handler));
    expect(seen).toStrictEqual(notedIds(1, 6));
  });

  it.each<[string, (signal: AbortSignal) => unknown]>([
    ['rejects with the reason of the signal', (signal) => signal.reason as unknown],
    ['rejects with an AbortError', () => new DOMException('over', 'AbortError')],
    ['fails with a transient error', () => failure()],
  ])('is no failure if the handler then %s, and the page is redelivered', async (_how, why) => {
    const log = openLog();
    await log.note(2);
    const { seen, handler } = recorder();
    const giving: SubscriptionHandler = async (_events, { signal }) => {
      await log.clock.sleep(60_000, signal);
      throw why(signal);
    };
    await log.clock.drive(subscribe(log, giving, { untilMs: 200 }));
    expect(log.clock.monotonic()).toBe(200);
    await checkpointIs(log, undefined);
    await log.clock.drive(subscribe(log, handler));
    expect(seen).toStrictEqual(notedIds(1, 2));
  });

  it('rejects with an error of the handler that is unrelated to it', async () => {
    const log = openLog();
    await log.note(2);
    const mistake = new TypeError('a mistake');
    const giving: SubscriptionHandler = async (_events, { signal }) => {
      await log.clock.sleep(60_000, signal);
      throw mistake;
    };
    const outcome = log.clock.drive(subscribe(log, giving, { untilMs: 200 }));
    await expect(outcome).rejects.toBe(mistake);
  });
});

describe('of several processes', () => {
  it('one handles, and another takes over when it ends', async () => {
    const log = openLog();
    await log.note(4);
    const [first, second] = [recorder(), recorder()];
    log.clock.schedule(3_000, () => void log.note(2));
    log.clock.schedule(7_000, () => void log.note(2));
    await log.clock.drive(
      Promise.all([
        subscribe(log, first.handler, { untilMs: 5_000 }),
        subscribe(log, second.handler, { untilMs: 10_000 }),
      ]),
    );
    expect(first.seen).toStrictEqual(notedIds(1, 6));
    expect(second.seen).toStrictEqual(notedIds(7, 8));
  });

  it('the one that is overtaken yields, and logs it', async () => {
    const log = openLog();
    await log.note(9);
    const { checkpoints } = log.open();
    const { events } = await log.store.readAll({ limit: 9 });
    const { seen, handler } = recorder();
    const overtaken: SubscriptionHandler = async (page, context) => {
      await handler(page, context);
      if (seen.length !== 6) return;
      await checkpoints.move('notes', { from: events[2]!.position, to: events[7]!.position });
    };
    await log.clock.drive(subscribe(log, overtaken));
    expect(seen).toStrictEqual([...notedIds(1, 6), 'e-9']);
    expect(log.lines).toStrictEqual(['warn: a subscription was overtaken']);
    await checkpointIs(log, 'e-9');
  });

  it('one that loses its lock aborts its handler, and leads again only with the lock', async () => {
    const log = openLog();
    await log.note(2);
    const { locks } = log.open();
    const losing = new AbortController();
    let acquired = 0;
    const tryAcquire = async (name: string): Promise<HeldLock | undefined> => {
      const held = await locks.tryAcquire(name);
      acquired += 1;
      if (held === undefined || acquired > 1) return held;
      return { token: held.token, lost: losing.signal, release: () => held.release() };
    };
    log.clock.schedule(100, () => losing.abort());
    const attempts: unknown[] = [];
    const handler: SubscriptionHandler = async (events, { attempt, signal }) => {
      attempts.push([attempt, events.length, log.clock.monotonic()]);
      if (attempts.length > 1) return;
      await log.clock.sleep(60_000, signal);
      signal.throwIfAborted();
    };
    await log.clock.drive(subscribe(log, handler, { dependencies: { locks: { tryAcquire } } }));
    expect(attempts).toStrictEqual([
      [1, 2, 0],
      [1, 2, 1_100],
    ]);
    await checkpointIs(log, 'e-2');
  });
});
