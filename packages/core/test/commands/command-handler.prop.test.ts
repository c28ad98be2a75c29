import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isValidationError, isVersionConflictError } from '@foldmart/core';
import { moveRobot } from '../support/robot.js';
import { openHandler } from '../support/robot-handler.js';

describe('a command handler', () => {
  it('ends in the state that a plain fold of all accepted commands gives', async () => {
    const commands = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 4 }), {
      maxLength: 15,
    });
    await fc.assert(
      fc.asyncProperty(commands, async (all) => {
        const { handle, store } = openHandler();
        let position = 0;
        let version = 0;
        for (const numbers of all) {
          const sum = numbers.reduce((total, by) => total + by, 0);
          if (position + sum < 0) {
            await expect(handle('robot', numbers)).rejects.toThrow('There is a wall.');
            continue;
          }
          position += sum;
          version += numbers.filter((by) => by !== 0).length;
          expect(await handle('robot', numbers)).toMatchObject({ state: position, version });
        }
        expect((await store.readStream('robot')).version).toBe(version);
      }),
      { numRuns: 50 },
    );
  });

  it('decides again on the newer state after a conflict', async () => {
    let interferences = 2;
    const { handle } = openHandler({
      async interfere(store) {
        if (interferences === 0) return;
        interferences -= 1;
        await moveRobot(store);
      },
    });
    expect(await handle('robot', [10])).toMatchObject({ state: 12, version: 3 });
  });

  it('gives up after five conflicts in a row, and says what was expected and found', async () => {
    let reads = 0;
    const { handle } = openHandler({
      async interfere(store) {
        reads += 1;
        await moveRobot(store);
      },
    });
    const outcome = handle('robot', [10]);
    await expect(outcome).rejects.toMatchObject({ streamId: 'robot', expected: 4, actual: 5 });
    await expect(outcome).rejects.toSatisfy(isVersionConflictError);
    expect(reads).toBe(5);
  });

  it('appends nothing and creates no stream if the decider returns no events', async () => {
    const { handle, store } = openHandler();
    for (const expectedVersion of [undefined, 0, 'no-stream', 'any'] as const) {
      const options = expectedVersion === undefined ? {} : { expectedVersion };
      const handled = await handle('robot', [0], options);
      const nothing = { state: 0, version: 0, events: [], isRepeat: false, position: undefined };
      expect(handled).toStrictEqual(nothing);
    }
    expect(await store.listStreams({ limit: 10 })).toStrictEqual([]);
  });

  it('upcasts old events before it folds them', async () => {
    const { handle, store } = openHandler();
    await moveRobot(store, { steps: 40 }, 1);
    expect(await handle('robot', [2])).toMatchObject({ state: 42 });
  });

  it('reads a stream that is longer than a page', async () => {
    const { handle, store } = openHandler();
    for (let index = 0; index < 3; index += 1) {
      await handle('robot', new Array<number>(900).fill(1));
    }
    expect(await handle('robot', [1])).toMatchObject({ state: 2_701, version: 2_701 });
    expect((await store.readStream('robot')).version).toBe(2_701);
  });

  it('records origin, correlation, causation and trace with its events', async () => {
    const { handle, store } = openHandler();
    const traceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const metadata = { correlationId: 'tour', causationId: 'button', traceParent };
    await handle('robot', [1], metadata);
    await handle('robot', [1]);
    const { events } = await store.readStream('robot');
    const always = { origin: 'command', schemaVersion: 2, time: '2026-02-03T14:30:00.000Z' };
    expect(events).toMatchObject([{ ...always, ...metadata }, always]);
    for (const name of Object.keys(metadata)) expect(events[1]).not.toHaveProperty(name);
  });

  it('appends no event that breaks its schema', async () => {
    const { handle, store } = openHandler();
    await expect(handle('robot', [0.5])).rejects.toSatisfy(isValidationError);
    expect((await store.readStream('robot')).version).toBe(0);
  });
});
