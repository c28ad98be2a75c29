import { createMemoryDatabase } from '@foldmart/adapters-memory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  createCommandHandler,
  createEventRegistry,
  defineEvent,
  isValidationError,
  isVersionConflictError,
  ValidationError,
  type CommandHandler,
  type Decider,
  type DomainEvent,
  type EventStore,
} from '@foldmart/core';
import { chanceOf } from '../support/chance.js';
import { VirtualClock } from '../support/virtual-clock.js';

type Moved = DomainEvent<'moved', { by: number }>;

const moved = defineEvent({
  type: 'moved',
  version: 2,
  schema: z.looseObject({ by: z.int() }),
  topic: 'robots',
  partitionKey: () => 'robot',
  streamId: () => 'robot',
  opensStream: false,
  identity: () => 'robot',
  upcasters: { 1: ({ steps }) => ({ by: steps }) },
});
const registry = createEventRegistry([moved]);

/** A robot moves by each number it is told, never below zero; by 0 is no movement. */
const robot: Decider<number, readonly number[], Moved> = {
  initialState: 0,
  decide: (numbers, position) => {
    if (position + numbers.reduce((sum, by) => sum + by, 0) < 0) {
      throw new ValidationError('There is a wall.');
    }
    return numbers.filter((by) => by !== 0).map((by) => ({ type: 'moved', data: { by } }));
  },
  evolve: (position, { data }) => position + data.by,
};

type Handle = CommandHandler<number, readonly number[], Moved>;

function open(interfere?: (store: EventStore) => Promise<void>): {
  handle: Handle;
  store: EventStore;
} {
  const clock = new VirtualClock();
  const { events: store } = createMemoryDatabase({}, { clock, projections: [] });
  const readStream: EventStore['readStream'] = async (streamId, range) => {
    const slice = await store.readStream(streamId, range);
    await interfere?.(store);
    return slice;
  };
  const seen = new Proxy(store, {
    get: (target, name) => {
      if (name === 'readStream') return readStream;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  const { ids } = chanceOf(1);
  return { handle: createCommandHandler(robot, { store: seen, registry, clock, ids }), store };
}

let foreignMoves = 0;

function foreignMove(store: EventStore, data: object = { by: 1 }, schemaVersion = 2) {
  const event = {
    id: `foreign-${String((foreignMoves += 1))}`,
    type: 'moved',
    data: { ...data },
    schemaVersion,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
  return store.append([{ streamId: 'robot', expectedVersion: 'any', events: [event] }]);
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
    const { handle } = open(async (store) => {
      if (interferences === 0) return;
      interferences -= 1;
      await foreignMove(store);
    });
    expect(await handle('robot', [10])).toMatchObject({ state: 12, version: 3 });
  });

  it('gives up when others are faster five times in a row', async () => {
    let reads = 0;
    const { handle } = open(async (store) => {
      reads += 1;
      await foreignMove(store);
    });
    await expect(handle('robot', [10])).rejects.toSatisfy(isVersionConflictError);
    expect(reads).toBe(5);
  });

  it('does not decide again for a caller who names the version', async () => {
    const { handle, store } = open();
    await foreignMove(store);
    const outcome = handle('robot', [1], { expectedVersion: 0 });
    await expect(outcome).rejects.toSatisfy(isVersionConflictError);
    expect(await handle('robot', [1], { expectedVersion: 1 })).toMatchObject({ version: 2 });
  });

  it('folds old events in their present form', async () => {
    const { handle, store } = open();
    await foreignMove(store, { steps: 40 }, 1);
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
