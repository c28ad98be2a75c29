import { createMemoryDatabase } from '@foldmart/adapters-memory';
import {
  createCommandHandler,
  createEventRegistry,
  defineEvent,
  isValidationError,
  type Decider,
  type DomainEvent,
  type EventStore,
  type HandleOptions,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { chanceOf } from '../support/chance.js';

type Voted = DomainEvent<'voted', { box: string; nth: number }>;

const voted = defineEvent({
  type: 'voted',
  schema: z.object({ box: z.string(), nth: z.int() }),
  streamId: ({ box }) => box,
});

/** A vote has its number, so that the same command decides another event on another state. */
const ballot: Decider<number, { readonly box: string; readonly votes: number }, Voted> = {
  initialState: 0,
  decide: ({ box, votes }, count) =>
    Array.from({ length: votes }, (_each, index) => ({
      type: 'voted',
      data: { box, nth: count + index + 1 },
    })),
  evolve: (count) => count + 1,
};

/** A handler of ballots. `race` runs once, between a read and the append that rests on it. */
function open(race?: (store: EventStore) => Promise<unknown>) {
  const clock = new VirtualClock();
  const { events: store } = createMemoryDatabase({}, { clock, projections: [] });
  let decisions = 0;
  let isRaced = race === undefined;
  const dependencies = { registry: createEventRegistry([voted]), clock, ids: chanceOf(1).ids };
  const counted = { ...ballot, decide: counting(() => (decisions += 1)) };
  const vote = (over: Pick<EventStore, 'append' | 'readStream' | 'findIds'>) => {
    const handle = createCommandHandler(counted, { ...dependencies, store: over });
    return (box: string, votes: number, options?: HandleOptions) =>
      handle(box, { box, votes }, options);
  };
  const raced = {
    findIds: (ids: readonly string[]) => store.findIds(ids),
    readStream: store.readStream.bind(store),
    async append(appends: Parameters<EventStore['append']>[0]) {
      if (!isRaced) {
        isRaced = true;
        await race?.(store);
      }
      return store.append(appends);
    },
  };
  return { store, handle: vote(raced), other: vote, decisions: () => decisions };
}

function counting(count: () => void): typeof ballot.decide {
  return (command, state) => {
    count();
    return ballot.decide(command, state);
  };
}

const once = { commandId: 'request-7' };

describe('a command with an id', () => {
  it('is handled once: a repeat decides nothing and has the current state', async () => {
    const { handle, store, decisions } = open();
    const first = await handle('box', 2, once);
    expect(first).toMatchObject({ state: 2, version: 2, isRepeat: false });
    await handle('box', 1);
    const { events } = await store.readStream('box');
    const repeat = await handle('box', 2, once);
    expect(repeat).toStrictEqual({
      state: 3,
      version: 3,
      events: [],
      isRepeat: true,
      position: events.at(-1)?.position,
    });
    expect(decisions()).toBe(2);
    expect((await store.readStream('box')).version).toBe(3);
  });

  it('is another command on another stream, and with another id', async () => {
    const { handle } = open();
    await handle('a', 1, once);
    expect(await handle('b', 1, once)).toMatchObject({ version: 1, isRepeat: false });
    expect(await handle('a', 1, { commandId: 'request-8' })).toMatchObject({ version: 2 });
    expect(await handle('a', 1)).toMatchObject({ version: 3, isRepeat: false });
  });

  it('is decided again if it decided no events', async () => {
    const { handle, decisions } = open();
    await handle('box', 0, once);
    expect(await handle('box', 1, once)).toMatchObject({ version: 1, isRepeat: false });
    expect(decisions()).toBe(2);
  });

  it.each([undefined, 0, 'any'] as const)(
    'is a repeat if it was handled between the read and the append (expecting %s)',
    async (expectedVersion) => {
      const options = { ...once, ...(expectedVersion === undefined ? {} : { expectedVersion }) };
      const scene = open((store) => scene.other(store)('box', 2, once));
      const handled = await scene.handle('box', 2, options);
      expect(handled).toMatchObject({ state: 2, version: 2, events: [], isRepeat: true });
      expect((await scene.store.readStream('box')).version).toBe(2);
    },
  );

  it.each([undefined, 'any'] as const)(
    'is a repeat if it was handled on another state meanwhile (expecting %s)',
    async (expectedVersion) => {
      const options = { ...once, ...(expectedVersion === undefined ? {} : { expectedVersion }) };
      const scene = open(async (store) => {
        await scene.other(store)('box', 1);
        await scene.other(store)('box', 1, once);
      });
      expect(await scene.handle('box', 1, options)).toMatchObject({ version: 2, isRepeat: true });
      expect((await scene.store.readStream('box')).version).toBe(2);
    },
  );

  it.each(['', 'a\nb', '\u0000', 'x'.repeat(238)])(
    'is refused for the id %j',
    async (commandId) => {
      const { handle, decisions } = open();
      const refused = handle('box', 1, { commandId });
      await expect(refused).rejects.toSatisfy(isValidationError);
      await expect(refused).rejects.toMatchObject({
        message: expect.stringContaining('240 characters') as string,
        issues: [{ path: 'commandId', message: `has ${String(commandId.length)} characters` }],
      });
      expect(decisions()).toBe(0);
    },
  );

  it('may have an id that is as long as a header allows', async () => {
    const { handle } = open();
    const commandId = 'x'.repeat(237);
    await handle('box', 1, { commandId });
    expect(await handle('box', 1, { commandId })).toMatchObject({ isRepeat: true });
  });
});

it('a command for a stream that its event does not name is refused', async () => {
  const { store } = open();
  const handle = createCommandHandler(ballot, {
    store,
    registry: createEventRegistry([voted]),
    clock: new VirtualClock(),
    ids: chanceOf(1).ids,
  });
  const refused = handle('attic', { box: 'cellar', votes: 1 });
  await expect(refused).rejects.toSatisfy(isValidationError);
  await expect(refused).rejects.toMatchObject({
    message: 'Event voted names the stream cellar, but the command is for attic.',
    issues: [{ path: 'streamId', message: "is attic, but the event's data says cellar" }],
  });
  expect((await store.readStream('attic')).version).toBe(0);
});
