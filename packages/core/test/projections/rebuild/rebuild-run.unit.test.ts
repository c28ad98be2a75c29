import { describe, expect, it } from 'vitest';
import {
  planRebuilds,
  rebuildProjections,
  runProjection,
  type Projection,
  type RebuildDependencies,
  type RebuildProgress,
} from '@foldmart/core';
import { placed, read, roomProjections } from '../../support/reading-room.js';
import { fieldsLogger } from '../../support/recording-logger.js';
import {
  history,
  planOf,
  rebuildFailure,
  sound,
  storeThat,
  upgraded,
} from '../../support/upgraded-room.js';

describe('the run of a rebuild', () => {
  it('rests after each step for a multiple of its duration', async () => {
    const { room, parts, plan } = await upgraded();
    const { rebuilds } = parts;
    const slow = storeThat(rebuilds, {
      async advance(step) {
        await room.clock.sleep(100);
        return rebuilds.advance(step);
      },
    });
    const startedAt = room.clock.monotonic();
    const options = { pageSize: 2, restShare: 2 };
    await room.drive(rebuildProjections({ ...parts, rebuilds: slow }, plan, options));
    expect(room.clock.monotonic() - startedAt).toBe((sound.length / 2) * 300);
  });

  it('does not begin if its signal has aborted', async () => {
    const { room, instance, parts, plan } = await upgraded();
    const signal = AbortSignal.abort();
    const result = await room.drive(rebuildProjections(parts, plan, { signal }));
    expect(result).toStrictEqual({ outcome: 'stopped', events: 0 });
    expect(await room.drive(instance.rebuilds.list())).toStrictEqual([]);
  });

  it.each([
    { reason: 'timeout', ends: 'is stopped' },
    { reason: 'rejected', ends: 'rejects' },
  ] as const)('$ends if a step fails with $reason after the signal aborts', async ({ reason }) => {
    const { room, parts, plan } = await upgraded();
    const stop = new AbortController();
    const rebuilds = storeThat(parts.rebuilds, {
      finish: () => {
        stop.abort();
        return Promise.reject(rebuildFailure(reason));
      },
    });
    const work = room.drive(
      rebuildProjections({ ...parts, rebuilds }, plan, { signal: stop.signal }),
    );
    if (reason === 'rejected') await expect(work).rejects.toMatchObject({ reason });
    else expect(await work).toStrictEqual({ outcome: 'stopped', events: sound.length });
  });

  it('logs its plan, its events and its duration', async () => {
    const { room, parts, plan } = await upgraded();
    const logger = fieldsLogger();
    const { rebuilds } = parts;
    const slow = storeThat(rebuilds, {
      async advance(step) {
        await room.clock.sleep(1_500);
        return rebuilds.advance(step);
      },
    });
    await room.drive(room.clock.sleep(7_000));
    await room.drive(rebuildProjections({ ...parts, rebuilds: slow, logger }, plan));
    const total = sound.length;
    expect(logger.lines).toStrictEqual([
      ['a rebuild begins', { plan: 'books+readings', events: 0, total }],
      ['rebuilt', { plan: 'books+readings', events: total, ms: 1_500 }],
    ]);
  });

  it('logs which event it is parked at', async () => {
    const { room, parts, plan } = await upgraded(history);
    const logger = fieldsLogger();
    const { failure: parked } = await room.drive(rebuildProjections({ ...parts, logger }, plan));
    expect(parked).toMatchObject({ eventId: 'read-b-2' });
    expect(logger.lines.at(-1)).toStrictEqual([
      'a rebuild is parked: the old rows stay in use',
      {
        plan: 'books+readings',
        events: 5,
        ...parked,
        hint: 'fix the cause, then run: foldmart projections rebuild',
      },
    ]);
  });

  it('backs off after a transient failure as it is told to', async () => {
    const { room, parts, plan } = await upgraded();
    let failures = 0;
    const flaky = storeThat(parts.rebuilds, {
      advance: (step) =>
        (failures += 1) === 1
          ? Promise.reject(rebuildFailure('timeout'))
          : parts.rebuilds.advance(step),
    });
    const retry = { firstDelayMs: 40_000, longestDelayMs: 40_000 };
    await room.drive(rebuildProjections({ ...parts, rebuilds: flaky }, plan, { retry }));
    expect(room.clock.monotonic()).toBeGreaterThanOrEqual(20_000);
  });

  it('counts the events again only when there are more than it knew of', async () => {
    const { room, parts, plan } = await upgraded();
    let counts = 0;
    const store = {
      readAll: parts.store.readAll.bind(parts.store),
      count: (after?: string) => {
        counts += 1;
        return parts.store.count(after);
      },
    };
    await room.drive(rebuildProjections({ ...parts, store }, plan, { pageSize: 2 }));
    expect(counts).toBe(1);
  });
});

/** One of the projections, in a version of its own. */
function at(version: number, nth: number): Projection {
  return roomProjections({ version })[nth]!;
}

describe('a rebuild that another process continues', () => {
  it('resumes at the position of its own plan', async () => {
    const { room } = await upgraded();
    const [books, readings, shelves] = roomProjections({ version: 2 });
    const { instance, all, parts } = room.openWith([
      books!,
      readings!,
      { ...shelves!, version: 2 },
    ]);
    const [other, plan] = planRebuilds(all);
    await room.drive(instance.rebuilds.begin(other!));
    const { rebuilds } = parts;
    let calls = 0;
    const shared = storeThat(rebuilds, {
      async advance(step) {
        if ((calls += 1) === 2) await rebuilds.advance(step);
        return rebuilds.advance(step);
      },
    });
    const progress: RebuildProgress[] = [];
    const options = { pageSize: 2, onProgress: (step: RebuildProgress) => progress.push(step) };
    const work = rebuildProjections({ ...parts, rebuilds: shared }, plan!, options);
    expect(await room.drive(work)).toStrictEqual({ outcome: 'done', events: sound.length });
    expect(progress.map(({ events }) => events)).toStrictEqual([0, 2, 6]);
  });

  it('is parked if that process has parked it', async () => {
    const { room, parts, plan } = await upgraded(history);
    const { rebuilds } = parts;
    const shared = storeThat(rebuilds, {
      async park(...what) {
        await rebuilds.park(...what);
        return rebuilds.park(...what);
      },
    });
    const work = rebuildProjections({ ...parts, rebuilds: shared }, plan);
    expect(await room.drive(work)).toMatchObject({
      outcome: 'parked',
      events: 5,
      failure: { eventId: 'read-b-2', detail: 'cannot be read' },
    });
  });

  it.each([
    ['other versions', () => roomProjections({ version: 3 })],
    ['another version of one projection', () => [2, 3].map((version, nth) => at(version, nth))],
  ])('is left to it if it builds %s', async (_what, projections) => {
    const { room, parts, plan } = await upgraded();
    const newer = room.openWith(projections());
    const { rebuilds } = parts;
    const shared = storeThat(rebuilds, {
      async advance(step) {
        await newer.parts.rebuilds.begin(planOf(newer.all));
        return rebuilds.advance(step);
      },
    });
    const work = rebuildProjections({ ...parts, rebuilds: shared }, plan);
    expect(await room.drive(work)).toStrictEqual({ outcome: 'led-elsewhere', events: 0 });
  });
});

describe('an event of which a rebuild must skip one projection', () => {
  it('is retried if the store fails while it is skipped', async () => {
    const faulty = [placed('a', 's'), read('a', 1, { fault: 'throws' }), read('a', 2)];
    const { room, parts, plan } = await upgraded(faulty, { onFailure: 'skip' });
    const { rebuilds } = parts;
    let failures = 0;
    const flaky = storeThat(rebuilds, {
      advance: (step) =>
        step.writes.some(({ model }) => model === 'projection_failures') && (failures += 1) <= 2
          ? Promise.reject(rebuildFailure('timeout'))
          : rebuilds.advance(step),
    });
    const work = rebuildProjections({ ...parts, rebuilds: flaky }, plan);
    expect(await room.drive(work)).toStrictEqual({ outcome: 'done', events: 3 });
    expect(failures).toBe(3);
  });

  it('is taken from another process that has skipped it first', async () => {
    const faulty = [placed('a', 's'), read('a', 1, { fault: 'throws' }), read('a', 2)];
    const { room, parts, plan } = await upgraded(faulty, { onFailure: 'skip' });
    const { rebuilds } = parts;
    const shared = storeThat(rebuilds, {
      async advance(step) {
        const isSkipping = step.writes.some(({ model }) => model === 'projection_failures');
        if (isSkipping) await rebuilds.advance(step);
        return rebuilds.advance(step);
      },
    });
    const work = rebuildProjections({ ...parts, rebuilds: shared }, plan);
    expect(await room.drive(work)).toStrictEqual({ outcome: 'done', events: 3 });
  });

  it('ends the rebuild if the store fails for good', async () => {
    const faulty = [placed('a', 's'), read('a', 1, { fault: 'throws' })];
    const { room, parts, plan } = await upgraded(faulty, { onFailure: 'skip' });
    const { rebuilds } = parts;
    const mistake = new TypeError('a mistake');
    const broken = storeThat(rebuilds, {
      advance: (step) =>
        step.writes.some(({ model }) => model === 'projection_failures')
          ? Promise.reject(mistake)
          : rebuilds.advance(step),
    });
    const work = rebuildProjections({ ...parts, rebuilds: broken }, plan);
    await expect(room.drive(work)).rejects.toBe(mistake);
  });
});

describe('a program whose rebuild the store rejects', () => {
  const rejecting = ({ rebuilds }: RebuildDependencies, error: Error) =>
    storeThat(rebuilds, { begin: () => Promise.reject(error) });

  /** The parts of a program that is overtaken by a newer one as it asks for the lock of the rebuild. */
  async function overtaken() {
    const { room, all, parts } = await upgraded();
    const newer = room.open({ version: 3 });
    const stop = new AbortController();
    room.clock.schedule(5_000, () => stop.abort());
    const locks: Pick<typeof parts.locks, 'tryAcquire'> = {
      async tryAcquire(name) {
        await rebuildProjections(newer.parts, planOf(newer.all));
        return parts.locks.tryAcquire(name);
      },
    };
    return { room, readings: all[1]!, parts: { ...parts, locks }, signal: stop.signal };
  }

  it('stands by if a newer program has rebuilt the rows meanwhile', async () => {
    const { room, readings, parts, signal } = await overtaken();
    await expect(room.drive(runProjection(parts, readings, { signal }))).resolves.toBeUndefined();
    expect(room.clock.monotonic()).toBe(5_000);
  });

  it('ends with a mistake, although a newer program has rebuilt the rows meanwhile', async () => {
    const { room, readings, parts, signal } = await overtaken();
    const mistake = new TypeError('a mistake');
    const dependencies = { ...parts, rebuilds: rejecting(parts, mistake) };
    const work = runProjection(dependencies, readings, { signal });
    await expect(room.drive(work)).rejects.toBe(mistake);
  });

  it.each([
    ['a rejection', rebuildFailure('rejected')],
    ['a mistake', new TypeError('a mistake')],
  ])('ends with %s if its rows are still outdated', async (_what, error) => {
    const { room, all, parts } = await upgraded();
    const { signal } = new AbortController();
    const dependencies = { ...parts, rebuilds: rejecting(parts, error) };
    const work = runProjection(dependencies, all[1]!, { signal });
    await expect(room.drive(work)).rejects.toBe(error);
  });

  it('is told which projections it has', async () => {
    const { room, all, parts } = await upgraded();
    const { signal } = new AbortController();
    const stranger = { ...all[1]!, name: 'stranger' };
    await expect(room.drive(runProjection(parts, stranger, { signal }))).rejects.toThrow(
      new RangeError('stranger is not among the projections of its program.'),
    );
  });
});
