import { describe, expect, it } from 'vitest';
import { isVersionConflictError, type ExpectedVersion } from '@foldmart/core';
import { moveRobot } from '../support/robot.js';
import { openHandler } from '../support/robot-handler.js';

describe('a command with an expected version', () => {
  it.each<[ExpectedVersion, number, boolean]>([
    [0, 0, true],
    [2, 2, true],
    [1, 2, false],
    [3, 2, false],
    ['no-stream', 0, true],
    ['no-stream', 1, false],
    ['stream-exists', 0, false],
    ['stream-exists', 2, true],
    ['any', 0, true],
    ['any', 2, true],
  ])('(%s) is checked against a stream at version %i', async (expectedVersion, version, isMet) => {
    let decisions = 0;
    const { handle, store } = openHandler({ interfere: async () => (decisions += 1) });
    for (let index = 0; index < version; index += 1) await moveRobot(store);
    const outcome = handle('robot', [5], { expectedVersion });
    if (isMet) {
      expect(await outcome).toMatchObject({ state: version + 5, version: version + 1 });
    } else {
      await expect(outcome).rejects.toMatchObject({ expected: expectedVersion, actual: version });
      await expect(outcome).rejects.toSatisfy(isVersionConflictError);
      expect((await store.readStream('robot')).version).toBe(version);
    }
    expect(decisions).toBe(1);
  });

  it.each<[ExpectedVersion, number]>([
    [1, 2],
    [2, 2],
    ['no-stream', 1],
  ])(
    '(%s) rejects with a conflict at once if the stream was at another version when it was read',
    async (expected, actual) => {
      let reads = 0;
      const { handle, store } = openHandler({
        async interfere(raced) {
          reads += 1;
          await moveRobot(raced);
        },
      });
      if (expected !== 'no-stream') await moveRobot(store);
      const outcome = handle('robot', [5], { expectedVersion: expected });
      // The stream reaches the expected version after the read; the decision still rests on the older
      // state.
      const found = expected === 2 ? 1 : actual;
      await expect(outcome).rejects.toMatchObject({ expected, actual: found });
      expect(reads).toBe(1);
      expect((await store.readStream('robot')).version).toBe(actual);
    },
  );

  it.each<ExpectedVersion>(['any', 'stream-exists'])(
    '(%s) appends after events of other writers, and returns the state that includes them',
    async (expectedVersion) => {
      let hasRaced = false;
      const { handle, store, database } = openHandler({
        snapshots: {},
        async interfere(raced) {
          if (hasRaced) return;
          hasRaced = true;
          await moveRobot(raced, { by: 100 });
        },
      });
      await moveRobot(store);
      const handled = await handle('robot', [10, 5], { expectedVersion });
      expect(handled).toMatchObject({ state: 116, version: 4 });
      expect(await database.snapshots.load('robot', 'robot')).toMatchObject({
        streamVersion: 4,
        state: { at: 116 },
      });
    },
  );

  it.each<[ExpectedVersion, number]>([
    ['stream-exists', 0],
    ['no-stream', 1],
    [2, 1],
  ])('(%s) is checked at version %i though nothing is decided', async (expected, version) => {
    const { handle, store } = openHandler();
    for (let index = 0; index < version; index += 1) await moveRobot(store);
    const outcome = handle('robot', [0], { expectedVersion: expected });
    await expect(outcome).rejects.toSatisfy(isVersionConflictError);
  });
});
