import { describe, expect, it } from 'vitest';
import { rebuildProjections, runProjection, type ProjectionStore } from '@foldmart/core';
import { read, record, rowsOf } from '../../support/reading-room.js';
import { stoppedTimers, whenResumed } from '../../support/stopped-process.js';
import { expectedRows, sound, storeThat, upgraded } from '../../support/upgraded-room.js';

const resumedAtMs = 30_000;

describe('a leader that is stopped within a step, and resumes after another has taken over', () => {
  it('does not apply the step of a projection a second time', async () => {
    const { room, old } = await upgraded();
    const { clock } = room;
    const stop = new AbortController();
    const options = { signal: stop.signal, pageSize: 2, idlePollMs: 10, lockPollMs: 50 };
    const hung = room.openWith(old.all, undefined, stoppedTimers(clock));
    const { projections } = hung.instance;
    const advance = whenResumed(
      clock,
      resumedAtMs,
      (step: Parameters<ProjectionStore['advance']>[0]) => projections.advance(step),
    );
    const late: ProjectionStore = {
      checkpoint: (projection) => projections.checkpoint(projection),
      advance,
      states: () => projections.states(),
      park: (...what) => projections.park(...what),
      resume: (name) => projections.resume(name),
      retire: (name) => projections.retire(name),
    };
    let stepsOfHung = 0;
    const onStep = (): void => void (stepsOfHung += 1);
    const readings = old.all[1]!;
    const runs = [
      runProjection({ ...hung.parts, projections: late }, readings, { ...options, onStep }),
    ];
    await room.drive(clock.sleep(100));
    runs.push(runProjection(old.parts, readings, options));
    clock.schedule(resumedAtMs + 1_000, () => void record(old.instance.events, [read('a', 4)]));
    clock.schedule(resumedAtMs + 5_000, () => stop.abort());
    await room.drive(Promise.all(runs));
    expect(stepsOfHung).toBe(0);
    const rows = await room.drive(rowsOf(old.instance));
    expect(rows).toMatchObject(expectedRows({ version: 1 }, [...sound, read('a', 4)]));
  });

  it('changes nothing of a rebuild that another process has finished', async () => {
    const { room, instance, all, parts, plan } = await upgraded();
    const { clock } = room;
    const hung = room.openWith(all, undefined, stoppedTimers(clock));
    let steps = 0;
    const { rebuilds } = hung.instance;
    const resumed = whenResumed(
      clock,
      resumedAtMs,
      (step: Parameters<typeof rebuilds.advance>[0]) => rebuilds.advance(step),
    );
    const late = storeThat(rebuilds, {
      advance: (step) => ((steps += 1) === 2 ? resumed(step) : rebuilds.advance(step)),
    });
    const stale = rebuildProjections({ ...hung.parts, rebuilds: late }, plan, { pageSize: 2 });
    await room.drive(clock.sleep(1_000));
    expect(await room.drive(rebuildProjections(parts, plan))).toMatchObject({
      outcome: 'led-elsewhere',
    });
    await room.drive(clock.sleep(15_000));
    expect(await room.drive(rebuildProjections(parts, plan))).toMatchObject({ outcome: 'done' });
    expect(clock.monotonic()).toBeLessThan(resumedAtMs);
    const rows = await room.drive(rowsOf(instance));
    expect(rows).toMatchObject(expectedRows());
    expect(await room.drive(stale)).toMatchObject({ outcome: 'led-elsewhere' });
    expect(steps).toBe(2);
    expect(await room.drive(rowsOf(instance))).toStrictEqual(rows);
    expect(await room.drive(instance.rebuilds.list())).toStrictEqual([]);
  });
});
