import { describe, expect, it } from 'vitest';
import {
  followLog,
  PortError,
  type EventStore,
  type FollowLogOptions,
  type LogPage,
} from '@foldmart/core';
import { chanceOf } from '../support/chance.js';
import { notedIds, notedLog, type NotedLog } from '../support/noted-log.js';
import { recordingLogger } from '../support/recording-logger.js';

interface Scene extends NotedLog {
  readonly log: ReturnType<typeof recordingLogger>;
  follow(options: FollowLogOptions, store?: Pick<EventStore, 'readAll' | 'readEnd'>): Pages;
}

type Pages = AsyncGenerator<LogPage, void, undefined>;

function open(): Scene {
  const noted = notedLog();
  const { clock, store } = noted;
  const logger = recordingLogger();
  const { random } = chanceOf(1);
  return {
    ...noted,
    log: logger,
    follow: (options, seen = store) => followLog({ store: seen, clock, random, logger }, options),
  };
}

/** Collects a number of ids, then aborts; reports whether the iteration ends then. */
async function collect(pages: Pages, count: number, controller: AbortController) {
  const sizes: number[] = [];
  const ids: string[] = [];
  for await (const { events, next } of pages) {
    sizes.push(events.length);
    ids.push(...events.map(({ id }) => id));
    expect(next).toBe(events.at(-1)!.position);
    if (ids.length >= count) controller.abort();
  }
  return { sizes, ids };
}

function unavailable(): PortError {
  return new PortError({
    port: 'event-store',
    operation: 'readAll',
    reason: 'unavailable',
    message: 'restarting',
  });
}

describe('following the log', () => {
  it('yields existing and new events, in pages that are never empty', async () => {
    const { clock, note, follow } = open();
    const controller = new AbortController();
    await note(7);
    clock.schedule(5_000, () => void note(4));
    const pages = follow({ from: 'start', signal: controller.signal, pageSize: 3 });
    const { sizes, ids } = await clock.drive(collect(pages, 11, controller));
    expect(sizes).toStrictEqual([3, 3, 1, 3, 1]);
    expect(ids).toStrictEqual(notedIds(1, 11));
    expect(clock.monotonic()).toBeLessThan(5_500);
  });

  it('starts after a position', async () => {
    const { clock, store, note, follow } = open();
    const controller = new AbortController();
    await note(5);
    const { next } = await store.readAll({ limit: 2 });
    const pages = follow({ from: { after: next! }, signal: controller.signal });
    const { ids } = await clock.drive(collect(pages, 3, controller));
    expect(ids).toStrictEqual(notedIds(3, 5));
  });

  it.each([0, 5])('from the end of %i events yields only later events', async (before) => {
    const { clock, note, follow } = open();
    const controller = new AbortController();
    await note(before);
    const pages = follow({ from: 'end', signal: controller.signal });
    // No page has been requested yet, and still all of this is after the end.
    await clock.drive(Promise.all([clock.sleep(50), note(3)]));
    const { ids } = await clock.drive(collect(pages, 3, controller));
    expect(ids).toStrictEqual(notedIds(before + 1, before + 3));
  });

  it('reads the next page only when it is requested', async () => {
    const { clock, store, note, follow } = open();
    await note(9);
    let reads = 0;
    const readAll: EventStore['readAll'] = (range) => {
      reads += 1;
      return store.readAll(range);
    };
    const counted = { readAll, readEnd: (limit: number) => store.readEnd(limit) };
    const { signal } = new AbortController();
    const pages = follow({ from: 'start', signal, pageSize: 3 }, counted);
    await clock.drive(clock.sleep(60_000));
    expect(reads).toBe(0);
    for (const expected of [1, 2]) {
      await clock.drive(pages.next());
      await clock.drive(clock.sleep(60_000));
      expect(reads).toBe(expected);
    }
  });

  it('retries while the store is unavailable, at the start and later, and misses no event', async () => {
    const { clock, store, log, note, follow } = open();
    const controller = new AbortController();
    await note(4);
    let calls = 0;
    const flaky = <Range, Result>(read: (range: Range) => Promise<Result>) => {
      return (range: Range): Promise<Result> => {
        calls += 1;
        return calls % 3 === 0 ? read(range) : Promise.reject(unavailable());
      };
    };
    const readEnd = flaky((limit: number) => store.readEnd(limit));
    const readAll = flaky((range: Parameters<EventStore['readAll']>[0]) => store.readAll(range));
    const options = { from: 'end', signal: controller.signal, pageSize: 2 } as const;
    const pages = follow(options, { readAll, readEnd });
    await clock.drive(clock.sleep(10_000));
    await note(5);
    const { ids } = await clock.drive(collect(pages, 5, controller));
    expect(ids).toStrictEqual(notedIds(5, 9));
    expect(log.lines.length).toBeGreaterThanOrEqual(8);
    expect(new Set(log.lines)).toStrictEqual(new Set(['warn: reading the log failed, retrying']));
  });

  it('throws a permanent error when a page is requested', async () => {
    const { clock, store, follow } = open();
    const mistake = new TypeError('a mistake');
    const broken = () => Promise.reject(mistake);
    const { signal } = new AbortController();
    const late = follow({ from: 'end', signal }, { readAll: broken, readEnd: broken });
    await clock.drive(clock.sleep(10));
    await expect(clock.drive(late.next())).rejects.toBe(mistake);
    const readEnd = (limit: number) => store.readEnd(limit);
    const pages = follow({ from: 'start', signal }, { readAll: broken, readEnd });
    await expect(clock.drive(pages.next())).rejects.toBe(mistake);
  });

  it.each<[string, (scene: Scene) => Pick<EventStore, 'readAll' | 'readEnd'>]>([
    ['waits for events', ({ store }) => store],
    [
      'waits for the store',
      () => ({
        readAll: () => Promise.reject(unavailable()),
        readEnd: () => Promise.reject(unavailable()),
      }),
    ],
  ])('ends as soon as the signal aborts while it %s', async (_what, storeOf) => {
    for (const from of ['start', 'end'] as const) {
      const scene = open();
      const { clock, follow } = scene;
      const controller = new AbortController();
      clock.schedule(1_234, () => controller.abort());
      const pages = follow({ from, signal: controller.signal }, storeOf(scene));
      expect(await clock.drive(pages.next())).toStrictEqual({ done: true, value: undefined });
      expect(clock.monotonic()).toBe(1_234);
    }
  });

  it('yields no page that it read while the signal aborted', async () => {
    const { clock, store, note, follow } = open();
    await note(3);
    const controller = new AbortController();
    const readAll: EventStore['readAll'] = (range) => {
      controller.abort();
      return store.readAll(range);
    };
    const readEnd = (limit: number) => store.readEnd(limit);
    const pages = follow({ from: 'start', signal: controller.signal }, { readAll, readEnd });
    expect(await clock.drive(pages.next())).toStrictEqual({ done: true, value: undefined });
  });

  it('throws a permanent error also while the signal aborts', async () => {
    const { clock, store, follow } = open();
    const controller = new AbortController();
    const mistake = new TypeError('a mistake');
    const readAll = (): Promise<never> => {
      controller.abort();
      return Promise.reject(mistake);
    };
    const readEnd = (limit: number) => store.readEnd(limit);
    const pages = follow({ from: 'start', signal: controller.signal }, { readAll, readEnd });
    await expect(clock.drive(pages.next())).rejects.toBe(mistake);
  });

  it('yields nothing after the signal has aborted', async () => {
    const { clock, note, follow } = open();
    await note(3);
    const pages = follow({ from: 'start', signal: AbortSignal.abort() });
    expect(await clock.drive(pages.next())).toStrictEqual({ done: true, value: undefined });
  });

  it.each([
    { options: {}, limit: 1_000, pollMs: 200 },
    { options: { pageSize: 7, idlePollMs: 500 }, limit: 7, pollMs: 500 },
  ])('reads $limit events at most, every $pollMs ms, with %o', async ({ options, ...expected }) => {
    const { clock, store, follow } = open();
    const controller = new AbortController();
    const reads: { readonly limit: number; readonly atMs: number }[] = [];
    const readAll: EventStore['readAll'] = (range) => {
      reads.push({ limit: range.limit, atMs: clock.monotonic() });
      if (reads.length === 4) controller.abort();
      return store.readAll(range);
    };
    const counted = { readAll, readEnd: (limit: number) => store.readEnd(limit) };
    const pages = follow({ from: 'start', signal: controller.signal, ...options }, counted);
    await clock.drive(pages.next());
    const { limit, pollMs } = expected;
    expect(reads).toEqual([0, 1, 2, 3].map((nth) => ({ limit, atMs: nth * pollMs })));
  });

  it('backs off longer after each failure, by its policy, and logs it', async () => {
    const { clock, store } = open();
    const fields: unknown[] = [];
    const warn = (_message: string, more?: object): void => void fields.push(more);
    const error = unavailable();
    const controller = new AbortController();
    const dependencies = {
      store: { ...store, readAll: () => Promise.reject(error) },
      clock,
      random: { next: () => 1 },
      logger: { ...recordingLogger(), warn },
    };
    const retry = { firstDelayMs: 10, longestDelayMs: 25 };
    const { signal } = controller;
    clock.schedule(100, () => controller.abort());
    await clock.drive(followLog(dependencies, { from: 'start', signal, retry }).next());
    const delays = [10, 20, 25, 25, 25];
    expect(fields).toEqual(
      delays.map((delayMs, index) => ({ error, failures: index + 1, delayMs })),
    );
  });
});
