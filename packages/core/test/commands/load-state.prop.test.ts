import { createMemoryDatabase } from '@foldmart/adapters-memory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isValidationError,
  loadState,
  PortError,
  type EventStore,
  type SnapshotStore,
  type StateSnapshots,
  type StreamMoment,
  type StreamSnapshot,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { moveRobot, robot, robotRegistry as registry, robotSnapshots } from '../support/robot.js';
import { recordingLogger } from '../support/recording-logger.js';

function open() {
  const clock = new VirtualClock();
  const { events: store, snapshots } = createMemoryDatabase({}, { clock, projections: [] });
  return { clock, store, snapshots };
}

async function openWith(moves: readonly number[]) {
  const opened = open();
  for (const by of moves) await moveRobot(opened.store, { by });
  return opened;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, by) => total + by, 0);
}

function snapshotAt(streamVersion: number, at: number): StreamSnapshot {
  return { streamId: 'robot', name: 'robot', streamVersion, schemaVersion: 2, state: { at } };
}

/** Defines when each event was recorded, by version. */
function recordedAt(store: EventStore, times: readonly string[]): Pick<EventStore, 'readStream'> {
  return {
    async readStream(streamId, range) {
      const slice = await store.readStream(streamId, range);
      const events = slice.events.map((event) => ({
        ...event,
        recordedAt: times[event.streamVersion - 1]!,
      }));
      return { ...slice, events };
    },
  };
}

const histories = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 12 });

describe('the state of a stream', () => {
  it('at any version is a fold of that many events, from a snapshot that is not ahead of it', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(), fc.nat(), async (moves, taken, asked) => {
        const { store, snapshots: kept } = await openWith(moves);
        const snapshotVersion = taken % (moves.length + 1);
        const version = asked % (moves.length + 1);
        if (snapshotVersion > 0) {
          await kept.save(snapshotAt(snapshotVersion, sum(moves.slice(0, snapshotVersion))));
        }
        const isUsed = snapshotVersion > 0 && snapshotVersion <= version;
        const dependencies = { store, registry, snapshots: robotSnapshots(kept) };
        expect(await loadState(robot, dependencies, 'robot', { version })).toStrictEqual({
          state: sum(moves.slice(0, version)),
          version,
          ...(isUsed ? { snapshotVersion } : {}),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('at a time is a fold of the events before the first one that was recorded later', async () => {
    const seconds = fc.array(fc.nat({ max: 9 }), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(histories, seconds, fc.nat({ max: 9 }), async (moves, all, second) => {
        const { store, snapshots } = await openWith(moves);
        const times = all.map((at) => `2026-02-03T14:30:0${String(at)}.000001Z`);
        const recorded = recordedAt(store, times);
        await snapshots.save(snapshotAt(Math.max(1, moves.length), 1_000));
        const dependencies = { store: recorded, registry, snapshots: robotSnapshots(snapshots) };
        const later = all.slice(0, moves.length).findIndex((at) => at > second);
        const version = later < 0 ? moves.length : later;
        // The same instant in another zone.
        const time = `2026-02-03T23:30:0${String(second)}.000001+09:00`;
        expect(await loadState(robot, dependencies, 'robot', { time })).toStrictEqual({
          state: sum(moves.slice(0, version)),
          version,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('is the initial state if the stream does not exist', async () => {
    const { store } = open();
    for (const at of [undefined, { version: 0 }, { time: '2026-02-03T14:30:00Z' }]) {
      const loaded = await loadState(robot, { store, registry }, 'robot', at);
      expect(loaded).toStrictEqual({ state: 0, version: 0 });
    }
  });

  it.each<[StreamMoment, RegExp]>([
    [{ version: 4 }, /Stream robot is at version 3; it has no version 4/],
    [{ version: -1 }, /not -1/],
    [{ version: 1.5 }, /not 1.5/],
    [{ time: 'yesterday' }, /"yesterday" is not an RFC 3339 time/],
    [{ time: '2026-02-03T14:30:00' }, /with a zone/],
  ])('at %j is refused with the reason', async (at, reason) => {
    const { store, snapshots } = await openWith([1, 2, 3]);
    await snapshots.save(snapshotAt(2, 3));
    for (const kept of [{}, { snapshots: robotSnapshots(snapshots) }]) {
      const outcome = loadState(robot, { store, registry, ...kept }, 'robot', at);
      await expect(outcome).rejects.toThrow(reason);
      await expect(outcome).rejects.toSatisfy(isValidationError);
      const message = expect.stringMatching(reason) as string;
      const issues = [{ path: Object.keys(at).join(), message }];
      await expect(outcome).rejects.toMatchObject({ issues });
    }
  });

  it('is read page by page, and only as far as requested', async () => {
    const { store } = open();
    const one = { type: 'moved', data: { by: 1 }, schemaVersion: 2, origin: 'command' };
    const events = Array.from({ length: 2_500 }, (_, index) => ({
      ...one,
      id: `e-${String(index)}`,
      time: '2026-02-03T14:30:00Z',
    }));
    await store.append([{ streamId: 'robot', expectedVersion: 0, events }]);
    let read = 0;
    const readStream: EventStore['readStream'] = async (streamId, range) => {
      const slice = await store.readStream(streamId, range);
      expect(range?.limit).toBeLessThanOrEqual(1_000);
      read += slice.events.length;
      return slice;
    };
    const dependencies = { store: { readStream }, registry };
    expect(await loadState(robot, dependencies, 'robot')).toMatchObject({ state: 2_500 });
    expect(read).toBe(2_500);
    const at = { version: 1_001 };
    expect(await loadState(robot, dependencies, 'robot', at)).toMatchObject({ state: 1_001 });
    expect(read).toBe(2_500 + 1_001);
    const time = '2100-01-01T00:00:00Z';
    expect(await loadState(robot, dependencies, 'robot', { time })).toMatchObject({
      version: 2_500,
    });
  });

  it('is folded from upcast events', async () => {
    const { store } = await openWith([2]);
    await moveRobot(store, { steps: 40 }, 1);
    expect(await loadState(robot, { store, registry }, 'robot')).toMatchObject({ state: 42 });
  });
});

describe('a snapshot', () => {
  it('saves reading the events that it includes', async () => {
    const { store, snapshots } = await openWith([1, 2, 3, 4]);
    await snapshots.save(snapshotAt(3, 6));
    const from: unknown[] = [];
    const readStream: EventStore['readStream'] = (streamId, range) => {
      from.push(range?.fromVersion);
      return store.readStream(streamId, range);
    };
    const dependencies = { store: { readStream }, registry, snapshots: robotSnapshots(snapshots) };
    const loaded = await loadState(robot, dependencies, 'robot');
    expect(loaded).toStrictEqual({ state: 10, version: 4, snapshotVersion: 3 });
    expect(from).toStrictEqual([4]);
  });

  const throwing = (): never => {
    throw new TypeError('not a state');
  };
  it.each<[string, Partial<StreamSnapshot>, Partial<StateSnapshots<number>>]>([
    ['of another stream', { streamId: 'other' }, {}],
    ['of another decider', { name: 'other' }, {}],
    ['of another schema version', { schemaVersion: 1 }, {}],
    ['ahead of its stream', { streamVersion: 4 }, {}],
    ['far ahead of its stream', { streamVersion: 5_000 }, {}],
    ['without a version', { streamVersion: 0 }, {}],
    ['at a fraction of a version', { streamVersion: 1.5 }, {}],
    ['with a state of another shape', { state: ['?'] }, {}],
    ['that cannot be decoded', {}, { decode: throwing }],
  ])('is ignored if it is one %s', async (_what, changes, settings) => {
    const { store } = await openWith([1, 2, 3]);
    const found = { ...snapshotAt(2, 1_000), ...changes };
    const kept = { load: async () => found } as unknown as SnapshotStore;
    const dependencies = { store, registry, snapshots: robotSnapshots(kept, settings) };
    const loaded = await loadState(robot, dependencies, 'robot');
    expect(loaded).toStrictEqual({ state: 6, version: 3 });
  });

  it.each<[string, () => Promise<never>]>([
    ['fails', () => Promise.reject(unavailable())],
    ['does not answer', () => new Promise(() => undefined)],
  ])('is ignored if its store %s', async (_how, load) => {
    const { clock, store } = await openWith([1, 2, 3]);
    const logger = recordingLogger();
    const kept = { load } as unknown as SnapshotStore;
    const dependencies = { store, registry, clock, logger, snapshots: robotSnapshots(kept) };
    const loaded = await clock.drive(loadState(robot, dependencies, 'robot'));
    expect(loaded).toStrictEqual({ state: 6, version: 3 });
    expect(logger.lines).toStrictEqual(['warn: a snapshot could not be loaded']);
    expect(clock.monotonic()).toBeLessThanOrEqual(700);
    expect(clock.scheduled).toBe(0);
  });
});

function unavailable(): PortError {
  return new PortError({
    port: 'snapshot-store',
    operation: 'load',
    reason: 'unavailable',
    message: 'away',
  });
}
