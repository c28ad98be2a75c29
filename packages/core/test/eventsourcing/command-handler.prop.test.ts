import { createMemoryDatabase, type MemoryDatabaseInstance } from '@foldmart/adapters-memory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createCommandHandler,
  isValidationError,
  isVersionConflictError,
  PortError,
  type CommandHandler,
  type EventStore,
  type ExpectedVersion,
  type SnapshotStore,
  type StateSnapshots,
  type StreamSnapshot,
} from '@foldmart/core';
import { chanceOf } from '../support/chance.js';
import { recordingLogger } from '../support/recording-logger.js';
import { moveRobot, robot, robotRegistry as registry, robotSnapshots } from '../support/robot.js';
import { VirtualClock } from '../support/virtual-clock.js';

type Handle = CommandHandler<number, readonly number[], unknown>;

interface Opened {
  readonly handle: Handle;
  readonly clock: VirtualClock;
  readonly store: EventStore;
  readonly database: MemoryDatabaseInstance;
  readonly log: ReturnType<typeof recordingLogger>;
}

interface Settings {
  /** Runs between what the handler reads and what it appends. */
  readonly interfere?: (store: EventStore) => Promise<unknown>;
  readonly snapshots?: Partial<StateSnapshots<number>>;
  /** Replaces what the snapshot store does. */
  readonly snapshotStore?: Partial<SnapshotStore>;
}

function open({ interfere, snapshots, snapshotStore }: Settings = {}): Opened {
  const clock = new VirtualClock();
  const database = createMemoryDatabase({}, { clock, projections: [] });
  const { events: store, snapshots: kept } = database;
  const seen: Pick<EventStore, 'append' | 'readStream'> = {
    append: (appends) => store.append(appends),
    async readStream(streamId, range) {
      const slice = await store.readStream(streamId, range);
      await interfere?.(store);
      return slice;
    },
  };
  const log = recordingLogger();
  const snapshotting: SnapshotStore = {
    load: (streamId, name) => kept.load(streamId, name),
    save: (snapshot) => kept.save(snapshot),
    discard: (name) => kept.discard(name),
    ...snapshotStore,
  };
  const handle = createCommandHandler(robot, {
    store: seen,
    registry,
    clock,
    ids: chanceOf(1).ids,
    logger: log,
    ...(snapshots === undefined ? {} : { snapshots: robotSnapshots(snapshotting, snapshots) }),
  });
  return { handle, clock, store, database, log };
}

describe('a command handler', () => {
  it('ends where a plain fold of all accepted commands ends', async () => {
    const commands = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 4 }), {
      maxLength: 15,
    });
    await fc.assert(
      fc.asyncProperty(commands, async (all) => {
        const { handle, store } = open();
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

  it('decides again on the newer state when others were faster', async () => {
    let interferences = 2;
    const { handle } = open({
      async interfere(store) {
        if (interferences === 0) return;
        interferences -= 1;
        await moveRobot(store);
      },
    });
    expect(await handle('robot', [10])).toMatchObject({ state: 12, version: 3 });
  });

  it('gives up when others are faster five times in a row, and says what was expected and found', async () => {
    let reads = 0;
    const { handle } = open({
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

  it('appends nothing and makes no stream where nothing is decided', async () => {
    const { handle, store } = open();
    for (const expectedVersion of [undefined, 0, 'no-stream', 'any'] as const) {
      const options = expectedVersion === undefined ? {} : { expectedVersion };
      const handled = await handle('robot', [0], options);
      expect(handled).toStrictEqual({ state: 0, version: 0, events: [] });
    }
    expect(await store.listStreams({ limit: 10 })).toStrictEqual([]);
  });

  it('folds old events in their present form', async () => {
    const { handle, store } = open();
    await moveRobot(store, { steps: 40 }, 1);
    expect(await handle('robot', [2])).toMatchObject({ state: 42 });
  });

  it('reads a stream that is longer than a page', async () => {
    const { handle, store } = open();
    for (let index = 0; index < 3; index += 1) {
      await handle('robot', new Array<number>(900).fill(1));
    }
    expect(await handle('robot', [1])).toMatchObject({ state: 2_701, version: 2_701 });
    expect((await store.readStream('robot')).version).toBe(2_701);
  });

  it('marks what it appends with its origin and what it belongs to', async () => {
    const { handle, store } = open();
    await handle('robot', [1], { correlationId: 'tour', causationId: 'button' });
    const { events } = await store.readStream('robot');
    expect(events).toMatchObject([
      {
        origin: 'command',
        schemaVersion: 2,
        time: '2026-02-03T14:30:00.000Z',
        correlationId: 'tour',
        causationId: 'button',
      },
    ]);
  });

  it('appends nothing that breaks its schema', async () => {
    const { handle, store } = open();
    await expect(handle('robot', [0.5])).rejects.toSatisfy(isValidationError);
    expect((await store.readStream('robot')).version).toBe(0);
  });
});

describe('a caller who says what the stream must be', () => {
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
  ])('(%s) where it is at version %i', async (expectedVersion, version, isMet) => {
    let decisions = 0;
    const { handle, store } = open({ interfere: async () => (decisions += 1) });
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
  ])('(%s) hears of a conflict when another comes between, at once', async (expected, actual) => {
    let reads = 0;
    const { handle, store } = open({
      async interfere(raced) {
        reads += 1;
        await moveRobot(raced);
      },
    });
    if (expected !== 'no-stream') await moveRobot(store);
    const outcome = handle('robot', [5], { expectedVersion: expected });
    // What a decision rests on is what was read, whatever the stream has become since.
    const found = expected === 2 ? 1 : actual;
    await expect(outcome).rejects.toMatchObject({ expected, actual: found });
    expect(reads).toBe(1);
    expect((await store.readStream('robot')).version).toBe(actual);
  });

  it.each<ExpectedVersion>(['any', 'stream-exists'])(
    '(%s) lets others come between, and sees what they did',
    async (expectedVersion) => {
      let hasRaced = false;
      const { handle, store, database } = open({
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
});

describe('a command handler with snapshots', () => {
  it('ends where one without them ends, whatever is kept, lost, or left from another time', async () => {
    const step = fc.record({
      numbers: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
      isRaced: fc.boolean(),
      meddle: fc.constantFrom('none', 'none', 'lose', 'age', 'advance', 'spoil'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        let isRaced = false;
        const { handle, database } = open({
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

  it('saves one when it is due, and reads only what came after it', async () => {
    const { handle, database } = open({ snapshots: {} });
    const versions: unknown[] = [];
    for (let index = 0; index < 8; index += 1) {
      await handle('robot', [1]);
      versions.push((await database.snapshots.load('robot', 'robot'))?.streamVersion);
    }
    expect(versions).toStrictEqual([undefined, undefined, 3, 3, 3, 6, 6, 6]);
  });

  it('makes one at once for a stream that was long before there were any', async () => {
    const { handle, store, database } = open({ snapshots: {} });
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

  it('saves none where nothing was appended', async () => {
    const { handle, store, database } = open({ snapshots: {} });
    for (let index = 0; index < 10; index += 1) await moveRobot(store);
    await handle('robot', [0]);
    await expect(handle('robot', [-11])).rejects.toThrow('There is a wall.');
    expect(await database.snapshots.load('robot', 'robot')).toBeUndefined();
  });

  it.each<[string, Partial<StreamSnapshot>]>([
    ['of another schema version', { schemaVersion: 1 }],
    ['ahead of its stream', { streamVersion: 9 }],
    ['with a state of another shape', { state: ['?'] }],
  ])('replaces one %s, due or not', async (_what, changes) => {
    const { handle, store, database } = open({ snapshots: { isDue: () => false } });
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

  it.each<[string, Settings]>([
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
    ['gets a state that is no JSON', { snapshots: { encode: () => 10n as never } }],
  ])('succeeds where the snapshot store %s', async (_how, settings) => {
    const { handle, clock, store, log } = open({ snapshots: {}, ...settings });
    const handled = await clock.settle(handle('robot', [1, 2, 3]));
    expect(handled).toMatchObject({ state: 6, version: 3 });
    expect((await store.readStream('robot')).version).toBe(3);
    expect(log.lines).toStrictEqual(['warn: a snapshot could not be saved']);
    expect(clock.monotonic()).toBeLessThanOrEqual(700);
  });

  it('asks a snapshot store that gave no answer nothing more for this command', async () => {
    let saves = 0;
    const save = async () => void (saves += 1);
    const load = () => new Promise<never>(() => undefined);
    const { handle, clock, log } = open({ snapshots: {}, snapshotStore: { load, save } });
    const handled = await clock.settle(handle('robot', [1, 2, 3]));
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
