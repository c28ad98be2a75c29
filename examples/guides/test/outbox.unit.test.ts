import { expect, it } from 'vitest';
// #region open
import { createMemoryDatabase, MemoryDatabase, MemoryEventBus } from '@foldmart/adapters-memory';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';
import { createCommandHandler, createWireCodec, silentLogger } from '@foldmart/core';
import { giftCards, registry } from './gift-cards.js';

const around = { clock: systemClock, random: systemRandom, ids: systemIds, logger: silentLogger };
const codec = createWireCodec(registry);
const bus = new MemoryEventBus({}, around);

/** One process of the shop. */
function openShop(server: MemoryDatabase) {
  const database = createMemoryDatabase({}, { ...around, projections: [], database: server });
  const handle = createCommandHandler(giftCards, { ...around, registry, store: database.events });
  return { database, handle };
}

type Shop = ReturnType<typeof openShop>;
// #endregion

// #region relay
import { createBusPublisher, relayOutbox, type PublishEvents } from '@foldmart/core';

const publish = createBusPublisher({ bus, codec });

/** Publishes the events that the shop decides, until the signal aborts. Any number of processes may run it. */
async function relay({ database }: Shop, signal: AbortSignal, send: PublishEvents = publish) {
  const { events: store, checkpoints, locks } = database;
  const dependencies = { ...around, store, checkpoints, locks, registry, publish: send };
  await relayOutbox(dependencies, { signal });
}
// #endregion

// #region inbox
import { persistEvents, type PersistReport } from '@foldmart/core';

/** Records the events from the queue in its own log. */
async function listen(books: Shop, onBatch: (report: PersistReport) => void) {
  const group = 'bookkeeping';
  const handler = persistEvents({ store: books.database.events, codec }, { group, onBatch });
  return bus.subscribe({ topic: 'gift-cards', group, member: 'bookkeeping_1' }, handler);
}
// #endregion

const topic = { name: 'gift-cards', partitions: 3, replicationFactor: 1, minInsyncReplicas: 1 };
const redeem = { do: 'redeem', receipt: 'r-1', amount: 100, day: '2026-02-03' } as const;

it('sends every event, twice after a crash, and the receiver records it once', async () => {
  await bus.admin.createTopics([{ ...topic, compression: 'none', retentionMs: 3_600_000 }]);
  const server = new MemoryDatabase({ clock: systemClock });
  const [first, second] = [openShop(server), openShop(server)];
  await second.handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
  await second.handle('card-1', redeem);

  const stop = new AbortController();
  let killed = false;
  void relay(first, stop.signal, async (events) => {
    await publish(events);
    first.database.crash();
    killed = true;
  });
  await expect.poll(() => killed).toBe(true);
  const relaying = relay(second, stop.signal);

  const books = openShop(new MemoryDatabase({ clock: systemClock }));
  const reports: PersistReport[] = [];
  const subscription = await listen(books, (report) => reports.push(report));
  const sum = (count: (report: PersistReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  await expect.poll(() => sum(({ received }) => received), { timeout: 20_000 }).toBe(4);
  expect(sum(({ appended }) => appended)).toBe(2);
  expect(sum(({ duplicates }) => duplicates)).toBe(2);
  await subscription.close();
  stop.abort();
  await relaying;

  const here = await second.database.events.readStream('card-1');
  const there = await books.database.events.readStream('card-1');
  expect(there.events.map(({ id }) => id)).toEqual(here.events.map(({ id }) => id));
  expect(there.events.map(({ origin }) => origin)).toEqual(['bus:gift-cards', 'bus:gift-cards']);

  const sentBack: string[] = [];
  const again = new AbortController();
  const sending = relay(books, again.signal, async (events) => {
    sentBack.push(...events.map(({ id }) => id));
  });
  const position = async (): Promise<string | undefined> =>
    (await books.database.checkpoints.list())[0]?.position;
  await expect.poll(position).toBe(there.events.at(-1)?.position);
  again.abort();
  await sending;
  expect(sentBack).toEqual([]);
});

// #region choose
import { isOutgoingEvent, type StoredEvent } from '@foldmart/core';

/** Redemptions only. */
const isRedemption = (event: StoredEvent): boolean =>
  isOutgoingEvent(registry, event) && event.type === 'gift_card_redeemed';

async function relayRedemptions({ database }: Shop, signal: AbortSignal, send: PublishEvents) {
  const { events: store, checkpoints, locks } = database;
  const dependencies = { ...around, store, checkpoints, locks, registry, publish: send };
  const name = 'redemptions';
  await relayOutbox(dependencies, { name, signal, startFrom: 'end', isOutgoing: isRedemption });
}
// #endregion

it('sends the selected events', async () => {
  const shop = openShop(new MemoryDatabase({ clock: systemClock }));
  await shop.handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
  await shop.handle('card-1', { ...redeem, receipt: 'before' });
  const stop = new AbortController();
  const sent: unknown[] = [];
  const relaying = relayRedemptions(shop, stop.signal, async (events) => {
    sent.push(...events.map(({ data }) => data['receipt']));
    stop.abort();
  });
  const place = async (): Promise<number> => (await shop.database.checkpoints.list()).length;
  await expect.poll(place).toBe(1);
  await shop.handle('card-2', { do: 'issue', card_id: '2', amount: 5_000 });
  await shop.handle('card-2', { ...redeem, receipt: 'after' });
  await relaying;
  expect(sent).toEqual(['after']);
});

it('stands by before an event of a version that it does not know', async () => {
  const shop = openShop(new MemoryDatabase({ clock: systemClock }));
  await shop.handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
  const [issued] = (await shop.database.events.readStream('card-1')).events;
  const newer = { ...issued!, id: 'e-2', schemaVersion: 2 };
  await shop.database.events.append([{ streamId: 'card-1', expectedVersion: 1, events: [newer] }]);
  const stop = new AbortController();
  const relaying = relay(shop, stop.signal);
  const checkpoints = () => shop.database.checkpoints.list();
  await expect.poll(checkpoints).toMatchObject([{ position: issued!.position }]);
  stop.abort();
  await relaying;
  expect(await checkpoints()).toMatchObject([{ position: issued!.position }]);
});
