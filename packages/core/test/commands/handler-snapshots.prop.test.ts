import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PortError, type SnapshotStore, type StreamSnapshot } from '@foldmart/core';
import { moveRobot } from '../support/robot.js';
import { openHandler, type HandlerSettings } from '../support/robot-handler.js';

describe('a command handler with snapshots', () => {
  it('ends in the same state as one without them, whether snapshots are kept, lost or stale', async () => {
    const step = fc.record({
      numbers: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
      isRaced: fc.boolean(),
      meddle: fc.constantFrom('none', 'none', 'lose', 'age', 'advance', 'spoil'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        let isRaced = false;
        const { handle, database } = openHandler({
          snapshots: {},
          async interfere(store) {
            if (isRaced) await moveRobot(store);
            isRaced = false;
          },
        });
        let [state, version] = [0, 0];
        for (const { numbers, meddle, ...rest } of steps) {
          isRaced = rest.isRaced && numbers.length > 0;
          const others = isRaced ? 1 : 0;
          await meddleWith(database.snapshots, meddle);
          state += numbers.reduce((total, by) => total + by, others);
          version += numbers.length + others;
          expect(await handle('robot', numbers)).toMatchObject({ state, version });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('saves one when it is due, and then reads only later events', async () => {
    const { handle, database } = openHandler({ snapshots: {} });
    const versions: unknown[] = [];
    for (let index = 0; index < 8; index += 1) {
      await handle('robot', [1]);
      versions.push((await database.snapshots.load('robot', 'robot'))?.streamVersion);
    }
    expect(versions).toStrictEqual([undefined, undefined, 3, 3, 3, 6, 6, 6]);
  });

  it('saves one at once for a long stream that has none', async () => {
    const { handle, store, database } = openHandler({ snapshots: {} });
    for (let index = 0; index < 10; index += 1) await moveRobot(store);
    await handle('robot', [1]);
    expect(await database.snapshots.load('robot', 'robot')).toStrictEqual({
      streamId: 'robot',
      name: 'robot',
      streamVersion: 11,
      schemaVersion: 2,
      state: { at: 11 },
    });
  });

  it('saves none if nothing was appended', async () => {
    const { handle, store, database } = openHandler({ snapshots: {} });
    for (let index = 0; index < 10; index += 1) await moveRobot(store);
    await handle('robot', [0]);
    await expect(handle('robot', [-11])).rejects.toThrow('There is a wall.');
    expect(await database.snapshots.load('robot', 'robot')).toBeUndefined();
  });

  it.each<[string, Partial<StreamSnapshot>]>([
    ['of another schema version', { schemaVersion: 1 }],
    ['ahead of its stream', { streamVersion: 9 }],
    ['with a state of another shape', { state: ['?'] }],
  ])('replaces a snapshot %s, whether or not one is due', async (_what, changes) => {
    const { handle, store, database } = openHandler({ snapshots: { isDue: () => false } });
    await moveRobot(store);
    const misfit = { streamId: 'robot', name: 'robot', streamVersion: 1, schemaVersion: 2 };
    await database.snapshots.save({ ...misfit, state: { at: 1_000 }, ...changes });
    expect(await handle('robot', [1])).toMatchObject({ state: 2, version: 2 });
    expect(await database.snapshots.load('robot', 'robot')).toMatchObject({
      streamVersion: 2,
      schemaVersion: 2,
      state: { at: 2 },
    });
  });

  it.each<[string, HandlerSettings]>([
    ['fails', { snapshotStore: { save: () => Promise.reject(away()) } }],
    ['does not answer', { snapshotStore: { save: () => new Promise(() => undefined) } }],
    [
      'throws',
      {
        snapshotStore: {
          save: () => {
            throw away();
          },
        },
      },
    ],
    [
      'gets a state that cannot be encoded',
      {
        snapshots: {
          encode: () => {
            throw away();
          },
        },
      },
    ],
    ['gets a state that is not JSON', { snapshots: { encode: () => 10n as never } }],
  ])('succeeds if the snapshot store %s', async (_how, settings) => {
    const { handle, clock, store, log } = openHandler({ snapshots: {}, ...settings });
    const handled = await clock.drive(handle('robot', [1, 2, 3]));
    expect(handled).toMatchObject({ state: 6, version: 3 });
    expect((await store.readStream('robot')).version).toBe(3);
    expect(log.lines).toStrictEqual(['warn: a snapshot could not be saved']);
    expect(clock.monotonic()).toBeLessThanOrEqual(700);
  });

  it('does not ask a snapshot store again that did not answer during this command', async () => {
    let saves = 0;
    const save = async () => void (saves += 1);
    const load = () => new Promise<never>(() => undefined);
    const { handle, clock, log } = openHandler({ snapshots: {}, snapshotStore: { load, save } });
    const handled = await clock.drive(handle('robot', [1, 2, 3]));
    expect(handled).toMatchObject({ state: 6, version: 3 });
    expect(saves).toBe(0);
    expect(log.lines).toStrictEqual(['warn: a snapshot could not be loaded']);
  });
});

async function meddleWith(store: SnapshotStore, how: string): Promise<void> {
  const kept = await store.load('robot', 'robot');
  if (kept === undefined || how === 'none') return;
  if (how === 'lose') await store.discard('robot');
  if (how === 'age') await store.save({ ...kept, schemaVersion: 1, state: { at: 1_000 } });
  if (how === 'advance') await store.save({ ...kept, streamVersion: 900, state: { at: 1_000 } });
  if (how === 'spoil') await store.save({ ...kept, state: 'nonsense' });
}

function away(): PortError {
  return new PortError({
    port: 'snapshot-store',
    operation: 'save',
    reason: 'unavailable',
    message: 'away',
  });
}
