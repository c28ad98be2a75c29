import { expect, it } from 'vitest';
// #region open
import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { systemClock, systemIds } from '@foldmart/node';
import { createCommandHandler } from '@foldmart/core';
import { giftCards, registry } from './gift-cards.js';

const database = createMemoryDatabase({}, { clock: systemClock, projections: [] });
const surroundings = { registry, clock: systemClock, ids: systemIds };
const handle = createCommandHandler(giftCards, { ...surroundings, store: database.events });
// #endregion
import { isValidationError, isVersionConflictError } from '@foldmart/core';

it('handles commands', async () => {
  // #region handle
  await handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
  const { state, version } = await handle('card-1', {
    do: 'redeem',
    receipt: 'r-1',
    amount: 1_200,
    day: '2026-02-03',
  });
  // #endregion
  expect(state).toEqual({ card_id: '1', balance: 3_800 });
  expect(version).toBe(2);
  const tooMuch = { do: 'redeem', receipt: 'r-2', amount: 9_000, day: '2026-02-03' } as const;
  await expect(handle('card-1', tooMuch)).rejects.toSatisfy(isValidationError);
  expect((await database.events.readStream('card-1')).version).toBe(2);
});

it('lets a caller expect a version', async () => {
  await handle('card-2', { do: 'issue', card_id: '2', amount: 5_000 });
  const redeem = { do: 'redeem', receipt: 'r-3', amount: 100, day: '2026-02-03' } as const;
  // #region expected
  // The page that the customer looked at showed version 1.
  await handle('card-2', redeem, { expectedVersion: 1 });
  // #endregion
  const again = handle('card-2', { ...redeem, receipt: 'r-4' }, { expectedVersion: 1 });
  await expect(again).rejects.toSatisfy(
    (error) => isVersionConflictError(error) && error.expected === 1 && error.actual === 2,
  );
  const racing = Array.from({ length: 3 }, (_, guest) =>
    handle('card-2', { ...redeem, receipt: `race-${String(guest)}` }),
  );
  await Promise.all(racing);
  expect((await database.events.readStream('card-2')).version).toBe(5);
});

// #region several
import { toEnvelope, type EventEnvelope } from '@foldmart/core';
import type { GiftCardEvent } from './gift-cards.js';

function decided(event: GiftCardEvent): EventEnvelope {
  const time = new Date(systemClock.now()).toISOString();
  return toEnvelope(registry, event, { id: systemIds.next(), time, origin: 'command' });
}

/** Empties one card onto a new one: both, or neither. */
async function replaceCard(from: string, version: number, to: string, amount: number) {
  const emptied = { card_id: from, receipt: `replaced-${from}`, amount, day: '2026-02-03' };
  await database.events.append([
    {
      streamId: `card-${from}`,
      expectedVersion: version,
      events: [decided({ type: 'gift_card_redeemed', data: emptied })],
    },
    {
      streamId: `card-${to}`,
      expectedVersion: 'no-stream',
      events: [decided({ type: 'gift_card_issued', data: { card_id: to, amount } })],
    },
  ]);
}
// #endregion

it('appends to several streams, all or nothing', async () => {
  await handle('card-3', { do: 'issue', card_id: '3', amount: 700 });
  await replaceCard('3', 1, '4', 700);
  expect((await database.events.readStream('card-4')).version).toBe(1);
  await expect(replaceCard('3', 1, '5', 700)).rejects.toSatisfy(isVersionConflictError);
  expect((await database.events.readStream('card-5')).version).toBe(0);
});

it('reads parts of a stream, and lists streams', async () => {
  await handle('card-6', { do: 'issue', card_id: '6', amount: 700 });
  for (const receipt of ['a', 'b', 'c']) {
    await handle('card-6', { do: 'redeem', receipt, amount: 100, day: '2026-02-03' });
  }
  // #region read
  const { events: store } = database;
  const all = await store.readStream('card-6');
  const middle = await store.readStream('card-6', { fromVersion: 2, toVersion: 3 });
  const newest = await store.readStream('card-6', { backwards: true, limit: 1 });
  const cards = await store.listStreams({ prefix: 'card-', limit: 100 });
  // #endregion
  expect(all.events.map(({ streamVersion }) => streamVersion)).toEqual([1, 2, 3, 4]);
  expect(middle.events.map(({ data }) => data['receipt'])).toEqual(['a', 'b']);
  expect(newest.events.map(({ data }) => data['receipt'])).toEqual(['c']);
  expect(newest.version).toBe(4);
  expect(cards.map(({ streamId }) => streamId)).toContain('card-6');
  expect(await store.readStream('card-nobody')).toMatchObject({ version: 0, events: [] });
});

// #region travel
import { loadState } from '@foldmart/core';

const logged = { store: database.events, registry };

const cardNow = () => loadState(giftCards, logged, 'card-7');
const cardAt = (version: number) => loadState(giftCards, logged, 'card-7', { version });
const cardBy = (time: string) => loadState(giftCards, logged, 'card-7', { time });
// #endregion

it('travels in time', async () => {
  await handle('card-7', { do: 'issue', card_id: '7', amount: 700 });
  await handle('card-7', { do: 'redeem', receipt: 'r', amount: 100, day: '2026-02-03' });
  const [first] = (await database.events.readStream('card-7')).events;
  expect((await cardNow()).state).toEqual({ card_id: '7', balance: 600 });
  expect(await cardAt(1)).toEqual({ state: { card_id: '7', balance: 700 }, version: 1 });
  expect((await cardBy(first!.recordedAt)).version).toBeGreaterThanOrEqual(1);
  expect(await cardBy('2020-01-01T00:00:00Z')).toEqual({ state: undefined, version: 0 });
  await expect(cardAt(9)).rejects.toSatisfy(isValidationError);
});

// #region snapshots
import { snapshotEvery, type StateSnapshots } from '@foldmart/core';
import { z } from 'zod';
import type { GiftCard } from './gift-cards.js';

const cardSchema = z.object({ card_id: z.string(), balance: z.number() });

const snapshots: StateSnapshots<GiftCard> = {
  store: database.snapshots,
  name: 'gift-card',
  schemaVersion: 1,
  encode: (card) => card ?? null,
  decode: (json) => cardSchema.safeParse(json).data,
  isDue: snapshotEvery(100),
};

const handleLong = createCommandHandler(giftCards, {
  ...surroundings,
  store: database.events,
  snapshots,
});
// #endregion

it('keeps snapshots, and does without them', async () => {
  await handleLong('card-8', { do: 'issue', card_id: '8', amount: 1_000_000 });
  for (let receipt = 1; receipt <= 120; receipt += 1) {
    const command = { do: 'redeem', amount: 1, day: '2026-02-03' } as const;
    await handleLong('card-8', { ...command, receipt: `r-${String(receipt)}` });
  }
  const loaded = await loadState(giftCards, { ...logged, snapshots }, 'card-8');
  expect(loaded).toEqual({
    state: { card_id: '8', balance: 999_880 },
    version: 121,
    snapshotVersion: 100,
  });
  await database.snapshots.discard('gift-card');
  const unaided = await loadState(giftCards, { ...logged, snapshots }, 'card-8');
  expect(unaided).toEqual({ state: loaded.state, version: 121 });
});

// #region follow
import { systemRandom } from '@foldmart/node';
import { followLog, silentLogger, type StoredEvent } from '@foldmart/core';

const following = {
  store: database.events,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
};

/** Reports every event that is appended from now on, until `signal` aborts. */
async function watch(signal: AbortSignal, tell: (event: StoredEvent) => void) {
  for await (const { events } of followLog(following, { from: 'end', signal })) {
    for (const event of events) tell(event);
  }
}
// #endregion

it('follows the log while it grows', async () => {
  const stop = new AbortController();
  const seen: StoredEvent[] = [];
  const watching = watch(stop.signal, (event) => {
    seen.push(event);
    if (event.type === 'gift_card_redeemed') stop.abort();
  });
  await handle('card-9', { do: 'issue', card_id: '9', amount: 700 });
  await handle('card-9', { do: 'redeem', receipt: 'r', amount: 100, day: '2026-02-03' });
  await watching;
  const versions = seen.map(({ streamId, streamVersion }) => [streamId, streamVersion]);
  expect(versions).toEqual([
    ['card-9', 1],
    ['card-9', 2],
  ]);
});

// #region subscribe
import { runSubscription } from '@foldmart/core';

const durable = { ...following, checkpoints: database.checkpoints, locks: database.locks };

/** Writes to every customer whose card is empty; resumes from its checkpoint, in any process. */
async function thankCustomers(signal: AbortSignal, thank: (card: string) => Promise<void>) {
  await runSubscription(durable, { name: 'thanks', signal }, async (events) => {
    for (const event of events) {
      if (event.type !== 'gift_card_redeemed') continue;
      const { state } = await loadState(giftCards, logged, event.streamId);
      if (state?.balance === 0) await thank(state.card_id);
    }
  });
}
// #endregion

it('resumes from its checkpoint', async () => {
  const thanked: string[] = [];
  const thankUntil = async (card: string) => {
    const stop = new AbortController();
    await thankCustomers(stop.signal, async (empty) => {
      thanked.push(empty);
      if (empty === card) stop.abort();
    });
  };
  await handle('card-10', { do: 'issue', card_id: '10', amount: 100 });
  await handle('card-10', { do: 'redeem', receipt: 'r', amount: 100, day: '2026-02-03' });
  await thankUntil('10');
  await handle('card-11', { do: 'issue', card_id: '11', amount: 100 });
  await handle('card-11', { do: 'redeem', receipt: 'r', amount: 100, day: '2026-02-03' });
  await thankUntil('11');
  expect(thanked.filter((card) => card === '10')).toHaveLength(1);
  expect(thanked.at(-1)).toBe('11');
});
