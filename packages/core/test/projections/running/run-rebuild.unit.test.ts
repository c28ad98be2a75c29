import { describe, expect, it } from 'vitest';
import { runProjection, type RebuildPlan, type RebuildProgress } from '@foldmart/core';
import { rowsOf } from '../../support/reading-room.js';
import { rebuildFailure, sound, storeThat, upgraded } from '../../support/upgraded-room.js';

describe('a projection whose rows are outdated', () => {
  it('is rebuilt with the page size, the rest and the back-off of its run', async () => {
    const { room, all, parts } = await upgraded();
    const { clock } = room;
    let advances = 0;
    const rebuilds = storeThat(parts.rebuilds, {
      async advance(step) {
        if ((advances += 1) === 1) throw rebuildFailure('timeout');
        await clock.sleep(100);
        return parts.rebuilds.advance(step);
      },
    });
    const stop = new AbortController();
    clock.schedule(100_000, () => stop.abort());
    const seen: (readonly [number, number])[] = [];
    const startedAt = clock.monotonic();
    await room.drive(
      runProjection({ ...parts, rebuilds }, all[1]!, {
        signal: stop.signal,
        pageSize: 2,
        restShare: 2,
        retry: { firstDelayMs: 10_000, longestDelayMs: 10_000 },
        onRebuild: (_plan: RebuildPlan, { events }: RebuildProgress) =>
          seen.push([events, Math.round(clock.monotonic() - startedAt)]),
      }),
    );
    const [, first, ...later] = seen;
    expect(seen.map(([events]) => events)).toStrictEqual([0, 2, 4, 6]);
    expect(first![1]).toBeGreaterThan(5_000);
    const restAfterFirst = 2 * first![1];
    expect(later.map(([, ms]) => ms - first![1] - restAfterFirst)).toStrictEqual([100, 400]);
  });

  it('leaves those of others alone: they rebuild them themselves', async () => {
    const { room, instance, all, parts } = await upgraded();
    const before = await room.drive(rowsOf(instance));
    const stop = new AbortController();
    room.clock.schedule(5_000, () => stop.abort());
    const shelves = all.find(({ name }) => name === 'shelves')!;
    await room.drive(runProjection(parts, shelves, { signal: stop.signal }));
    const { shelves: own, ...others } = await room.drive(rowsOf(instance));
    expect(own).toHaveLength(new Set(sound.map(({ data }) => data['shelf'])).size - 1);
    expect(others).toStrictEqual({ books: before['books'], readings: before['readings'] });
    const states = await room.drive(instance.projections.states());
    expect(states.map(({ version }) => version)).toStrictEqual([1, 1, 1]);
  });
});
