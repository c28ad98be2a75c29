import { describe, expect, it } from 'vitest';
import {
  planRebuilds,
  PortError,
  projectionFailuresModel,
  rebuildProjections,
  type Projection,
  type ReadModel,
  type RebuildProgress,
} from '@foldmart/core';
import {
  booksModel,
  placed,
  read,
  record,
  roomProjections,
  rowsOf,
} from '../../support/reading-room.js';
import { recordingLogger } from '../../support/recording-logger.js';
import {
  expectedRows,
  history,
  planOf,
  sound,
  storeThat,
  upgraded,
} from '../../support/upgraded-room.js';

const timeout = new PortError({
  port: 'rebuild-store',
  operation: 'finish',
  reason: 'timeout',
  message: 'no answer',
});

describe('a rebuild', () => {
  it('rebuilds the rows in a shadow; readers see the old rows until the swap', async () => {
    const { room, instance, old, parts, plan } = await upgraded();
    const before = await room.drive(rowsOf(instance));
    const seen: unknown[] = [];
    const progress: RebuildProgress[] = [];
    const onProgress = (step: RebuildProgress) => {
      progress.push(step);
      void rowsOf(instance).then((rows) => seen.push(rows));
    };
    const options = { pageSize: 2, onProgress };
    const result = await room.drive(rebuildProjections(parts, plan, options));
    expect(result).toStrictEqual({ outcome: 'done', events: sound.length });
    expect(seen).toStrictEqual(progress.map(() => before));
    expect(progress.map(({ events, total }) => [events, total])).toStrictEqual([
      [0, 6],
      [2, 6],
      [4, 6],
      [6, 6],
    ]);
    expect(await room.drive(rowsOf(instance))).toMatchObject(expectedRows());
    expect(await room.drive(instance.rebuilds.list())).toStrictEqual([]);
    await expect(room.drive(record(old.instance.events, [placed('c', 's')]))).rejects.toThrow(
      /version 2/,
    );
  });

  it('resumes after it was stopped', async () => {
    const { room, instance, parts, plan } = await upgraded();
    const stop = new AbortController();
    const onProgress = ({ events }: RebuildProgress) => {
      if (events === 4) stop.abort();
    };
    const first = { pageSize: 2, signal: stop.signal, onProgress };
    const stopped = await room.drive(rebuildProjections(parts, plan, first));
    expect(stopped).toStrictEqual({ outcome: 'stopped', events: 4 });
    const progress: number[] = [];
    const second = {
      pageSize: 2,
      onProgress: ({ events }: RebuildProgress) => progress.push(events),
    };
    expect(await room.drive(rebuildProjections(parts, plan, second))).toMatchObject({
      outcome: 'done',
    });
    expect(progress).toStrictEqual([4, 6]);
    expect(await room.drive(rowsOf(instance))).toMatchObject(expectedRows());
  });

  it('is led by one process at a time', async () => {
    const { room, parts, plan } = await upgraded();
    const both = [rebuildProjections(parts, plan), rebuildProjections(parts, plan)];
    const outcomes = (await room.drive(Promise.all(both))).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toStrictEqual(['done', 'led-elsewhere']);
  });

  it('stops at once when the lock is lost', async () => {
    const { room, parts, plan } = await upgraded();
    const lost = new AbortController();
    const locks = {
      tryAcquire: async () => ({ token: 1, lost: lost.signal, release: async () => undefined }),
    };
    const rebuilds = storeThat(parts.rebuilds, { advance: () => Promise.reject(timeout) });
    room.clock.schedule(60_000, () => lost.abort());
    const work = rebuildProjections({ ...parts, locks, rebuilds }, plan);
    expect(await room.drive(work)).toMatchObject({ outcome: 'led-elsewhere' });
    expect(room.clock.monotonic()).toBe(60_000);
  });

  it('is done if the answer to finish was lost', async () => {
    const { room, instance, parts, plan } = await upgraded();
    const logger = recordingLogger();
    const rebuilds = storeThat(parts.rebuilds, {
      async finish(...what) {
        await parts.rebuilds.finish(...what);
        throw timeout;
      },
    });
    let calls = 0;
    const once = storeThat(parts.rebuilds, {
      finish: (...what) => ((calls += 1) === 1 ? rebuilds : parts.rebuilds).finish(...what),
    });
    const work = rebuildProjections({ ...parts, rebuilds: once, logger }, plan);
    expect(await room.drive(work)).toStrictEqual({ outcome: 'done', events: sound.length });
    expect(logger.lines).toContain('warn: a rebuild failed, retrying');
    expect(await room.drive(rowsOf(instance))).toMatchObject(expectedRows());
  });

  it('applies no step twice if the answer to a step was lost', async () => {
    const { room, instance, parts, plan } = await upgraded();
    let calls = 0;
    const rebuilds = storeThat(parts.rebuilds, {
      async advance(step) {
        const isMine = await parts.rebuilds.advance(step);
        if ((calls += 1) % 2 === 1) throw timeout;
        return isMine;
      },
    });
    const work = rebuildProjections({ ...parts, rebuilds }, plan, { pageSize: 2 });
    expect(await room.drive(work)).toStrictEqual({ outcome: 'done', events: sound.length });
    expect(await room.drive(rowsOf(instance))).toMatchObject(expectedRows());
  });

  it('catches up again if it is too far behind to finish, and waits if no event is visible yet', async () => {
    const { room, old, instance, parts, plan } = await upgraded();
    const late = [placed('c', 's'), read('c', 1)];
    const polledAt: number[] = [];
    const rebuilds = storeThat(parts.rebuilds, {
      async finish(...what) {
        polledAt.push(room.clock.monotonic());
        if (polledAt.length === 3) await record(old.instance.events, late);
        return polledAt.length <= 3 ? 'behind' : parts.rebuilds.finish(...what);
      },
    });
    const progress: RebuildProgress[] = [];
    const onProgress = (step: RebuildProgress) => void progress.push(step);
    const work = rebuildProjections({ ...parts, rebuilds }, plan, { onProgress });
    expect(await room.drive(work)).toStrictEqual({ outcome: 'done', events: sound.length + 2 });
    expect(new Set(polledAt).size).toBeGreaterThan(2);
    expect(progress.at(-1)).toMatchObject({ events: 8, total: 8 });
    expect(await room.drive(rowsOf(instance))).toMatchObject(
      expectedRows({ version: 2 }, [...sound, ...late]),
    );
  });

  it('stops if it is discarded', async () => {
    const { room, instance, parts, plan } = await upgraded();
    const before = await room.drive(rowsOf(instance));
    const onProgress = ({ events }: RebuildProgress) => {
      if (events === 2) void instance.rebuilds.discard(plan.id);
    };
    const work = rebuildProjections(parts, plan, { pageSize: 2, restShare: 1, onProgress });
    expect(await room.drive(work)).toMatchObject({ outcome: 'led-elsewhere' });
    expect(await room.drive(rowsOf(instance))).toStrictEqual(before);
  });

  it('rejects with a permanent error, and releases its lock', async () => {
    const { room, parts, plan } = await upgraded();
    const mistake = new TypeError('a mistake');
    const store = { count: () => Promise.resolve(1), readAll: () => Promise.reject(mistake) };
    await expect(room.drive(rebuildProjections({ ...parts, store }, plan))).rejects.toBe(mistake);
    expect(await parts.locks.tryAcquire(`rebuild:${plan.id}`)).toBeDefined();
  });
});

describe('an event that a rebuild cannot handle', () => {
  it.each([1, 2, 3, 100])(
    'parks it, with %i events per step, until it is started again',
    async (pageSize) => {
      const { room, instance, parts, plan } = await upgraded(history);
      const before = await room.drive(rowsOf(instance));
      const logger = recordingLogger();
      const parked = await room.drive(rebuildProjections({ ...parts, logger }, plan, { pageSize }));
      expect(parked).toMatchObject({
        outcome: 'parked',
        events: 5,
        failure: { eventId: 'read-b-2', eventType: 'book_read', detail: 'cannot be read' },
      });
      expect(logger.lines).toContain('error: a rebuild is parked: the old rows stay in use');
      expect(await room.drive(rowsOf(instance))).toStrictEqual(before);

      const mended = room.open({ version: 2, isMended: true });
      const again = rebuildProjections(mended.parts, planOf(mended.all), { pageSize });
      expect(await room.drive(again)).toStrictEqual({ outcome: 'done', events: history.length });
      expect(await room.drive(rowsOf(instance))).toMatchObject(
        expectedRows({ version: 2 }, history),
      );
    },
  );

  it.each(['throws', 'unfit'])(
    'is skipped if the policy of its projection says so (%s)',
    async (fault) => {
      const faulty = [placed('a', 's', { fault }), read('a', 1), read('a', 2, { fault })];
      const { room, instance, parts, plan } = await upgraded(faulty, { onFailure: 'skip' });
      const result = await room.drive(rebuildProjections(parts, plan, { pageSize: 2 }));
      expect(result).toStrictEqual({ outcome: 'done', events: 3 });
      const { books, readings } = await room.drive(rowsOf(instance));
      expect(books).toMatchObject([{ book: 'a', times: 2 }]);
      expect(readings).toMatchObject([{ book: 'a', times: 2 }]);
      const failures = await instance.readModels.scan(projectionFailuresModel, { limit: 10 });
      const skipped = failures.map(({ event_id, version }) => [event_id, version]);
      expect(skipped).toStrictEqual([
        ['placed-a', 2],
        ['read-a-2', 2],
      ]);
    },
  );

  it('is skipped only by the projections that cannot handle it', async () => {
    const stampsModel: ReadModel = {
      name: 'stamps',
      key: ['stamp'],
      columns: { stamp: 'text', pages: 'integer' },
    };
    const stamps: Projection = {
      name: 'stamps',
      version: 2,
      mode: 'async',
      onFailure: 'skip',
      models: [stampsModel, booksModel],
      handles: ['book_read'],
      project: ({ id, data: { pages = 1 } }) => [
        { op: 'insert', model: 'stamps', row: { stamp: id, pages } },
      ],
    };
    const torn = { pages: 'torn' };
    const { room } = await upgraded([
      placed('a', 's'),
      read('a', 1, { fault: 'unfit' }),
      read('a', 2, torn),
      read('a', 3, { fault: 'unfit', ...torn }),
      read('a', 4),
    ]);
    const [books, readings, shelves] = roomProjections({ version: 2, onFailure: 'skip' });
    const { instance, parts, all } = room.openWith([books!, readings!, stamps, shelves!]);
    const plan = planRebuilds(all).find(({ projections }) => projections.includes(stamps))!;
    expect(await room.drive(rebuildProjections(parts, plan))).toMatchObject({ outcome: 'done' });
    expect((await room.drive(rowsOf(instance)))['readings']).toMatchObject([{ times: 4 }]);
    const stamped = await instance.readModels.scan(stampsModel, { limit: 10 });
    expect(stamped.map(({ stamp }) => stamp)).toStrictEqual(['read-a-1', 'read-a-4']);
    const failures = await instance.readModels.scan(projectionFailuresModel, { limit: 10 });
    expect(failures.map(({ projection, event_id }) => [projection, event_id])).toStrictEqual([
      ['readings', 'read-a-1'],
      ['readings', 'read-a-3'],
      ['stamps', 'read-a-2'],
      ['stamps', 'read-a-3'],
    ]);
  });
});
