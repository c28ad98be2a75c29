import { describe, expect, it } from 'vitest';
import {
  catchUpProjection,
  rebuildProjections,
  runProjection,
  type RebuildDependencies,
  type RebuildPlan,
} from '@foldmart/core';
import { read, record, rowsOf } from '../../support/reading-room.js';
import { recordingLogger } from '../../support/recording-logger.js';
import {
  expectedRows,
  history,
  planOf,
  sound,
  storeThat,
  upgraded,
} from '../../support/upgraded-room.js';

describe('a program that has another version of a projection', () => {
  const brisk = { pageSize: 2, idlePollMs: 10, lockPollMs: 50 };

  it('rebuilds first, while the old program continues; the old program stands by after the swap', async () => {
    const { room, old, instance, parts, all } = await upgraded();
    const [logger, newer] = [recordingLogger(), recordingLogger()];
    const stop = new AbortController();
    const options = { ...brisk, signal: stop.signal };
    const oldParts = room.parts(old.instance, old.all, logger);
    const rebuilt: string[] = [];
    const onRebuild = ({ id }: RebuildPlan) => void rebuilt.push(id);
    const runs = [runProjection(oldParts, old.all[1]!, options)];
    let stepsOfOld = 0;
    room.clock.schedule(1_000, () => {
      const slow = storeThat(parts.rebuilds, {
        async begin(plan) {
          await record(old.instance.events, [read('a', 3)]);
          await room.clock.sleep(1_000);
          const rows = await rowsOf(instance);
          stepsOfOld = Number(rows['readings']?.[0]?.['times']);
          return parts.rebuilds.begin(plan);
        },
      });
      const dependencies: RebuildDependencies = { ...parts, rebuilds: slow, logger: newer };
      const together = { ...parts, ...dependencies };
      runs.push(runProjection(together, all[1]!, { ...options, onRebuild }));
    });
    let linesBeforeNextEvent: readonly string[] = [];
    room.clock.schedule(4_500, () => (linesBeforeNextEvent = [...logger.lines]));
    room.clock.schedule(5_000, () => void record(instance.events, [read('a', 4)]));
    room.clock.schedule(8_000, () => stop.abort());
    await room.drive(room.clock.sleep(9_000));
    await room.drive(Promise.all(runs));
    expect(stepsOfOld).toBe(3);
    expect(new Set(rebuilt)).toStrictEqual(new Set(['books+readings']));
    const events = [...sound, read('a', 3), read('a', 4)];
    expect(await room.drive(rowsOf(instance))).toMatchObject(expectedRows({ version: 2 }, events));
    expect(linesBeforeNextEvent).toStrictEqual(['info: a projection stands by']);
    expect(logger.lines).toStrictEqual(linesBeforeNextEvent);
    expect(newer.lines).toStrictEqual(['info: a rebuild begins', 'info: rebuilt']);
  });

  it('does not restart a parked rebuild by itself, but continues after an operator has', async () => {
    const { room, instance, all } = await upgraded(history);
    const logger = recordingLogger();
    const mended = room.open({ version: 2, isMended: true });
    const stop = new AbortController();
    const broken = runProjection(room.parts(instance, all, logger), all[1]!, {
      ...brisk,
      signal: stop.signal,
    });
    room.clock.schedule(10_000, () => void rebuildProjections(mended.parts, planOf(mended.all)));
    room.clock.schedule(20_000, () => void record(mended.instance.events, [read('a', 9)]));
    room.clock.schedule(30_000, () => stop.abort());
    await room.drive(broken);
    expect(logger.lines).toStrictEqual([
      'info: a rebuild begins',
      'error: a rebuild is parked: the old rows stay in use',
      'error: a projection waits for its rebuild, which is parked',
    ]);
    const events = [...history, read('a', 9)];
    expect(await room.drive(rowsOf(instance))).toMatchObject(expectedRows({ version: 2 }, events));
  });

  it('stands by with outdated rows if a newer program has made others of their plan', async () => {
    const { room, instance, all, parts } = await upgraded();
    const logger = recordingLogger();
    const before = await room.drive(rowsOf(instance));
    const stop = new AbortController();
    room.clock.schedule(10_000, () => stop.abort());
    const projections = Object.create(parts.projections) as typeof parts.projections;
    projections.states = async () =>
      (await parts.projections.states()).map((state) =>
        state.name === 'books' ? { ...state, version: 3 } : state,
      );
    const dependencies = { ...parts, projections, logger };
    await room.drive(runProjection(dependencies, all[1]!, { ...brisk, signal: stop.signal }));
    expect(logger.lines).toStrictEqual(['info: a projection stands by']);
    expect(await room.drive(rowsOf(instance))).toStrictEqual(before);
    expect(await room.drive(instance.rebuilds.list())).toStrictEqual([]);
  });

  it('does not catch up if the rows are of another version', async () => {
    const { room, parts, all, old } = await upgraded();
    const outdated = room.drive(catchUpProjection(parts, all[1]!));
    await expect(outdated).rejects.toMatchObject({
      reason: 'rejected',
      code: 'projection-version',
      message: expect.stringContaining("of version 1, this program's is 2") as string,
    });
    await room.drive(rebuildProjections(parts, planOf(all)));
    expect(await room.drive(catchUpProjection(parts, all[1]!))).toBe(0);
    const overtaken = room.drive(catchUpProjection(old.parts, old.all[1]!));
    await expect(overtaken).rejects.toMatchObject({ code: 'projection-version' });
  });
});
