import { prepareTopics, replayDeadLetters, verify, waitUntil } from '@foldmart/composition';
import {
  drainOutbox,
  hasSharedQueue,
  openCouponRush,
  prepareCouponTopic,
  seedShop,
  type CouponRush,
  type Shop,
} from '@foldmart/composition/shop';
import { createBusPublisher } from '@foldmart/core';
import {
  createCouponIssueProcessor,
  defaultGradeThresholds,
  manageCampaign,
  ordersModel,
  runCouponWorker,
  shopStore,
  updateGrades,
} from '@foldmart/core/shop';
import { byClockOf } from './ledger-time.js';
import { couponId, nowMs, seed, type Workload } from './workload.js';

/** What a shop has done, and its state afterwards. */
export interface WorkloadResult {
  readonly events: number;
  readonly replayed: number;
  readonly gradeChanges: number;
  readonly issued: number;
  readonly refreshes: number;
  readonly stateHash: string;
}

const deadlineMs = 300_000;
const batchSize = 500;
const windowDays = 90;

/** Takes a shop through a workload, and rejects if it does not end as it must. */
export async function runWorkload(shop: Shop, workload: Workload): Promise<WorkloadResult> {
  await prepareTopics(shop);
  await prepareCouponTopic(shop);
  let refreshes = 0;
  const roles = await shop.start({
    roles: ['consumers', 'projections', 'cache-worker'],
    observer: { refreshed: () => (refreshes += 1) },
  });
  await seedShop(shop, { seed, users: workload.users, products: workload.products });
  await publish(shop, workload);
  const replayed = await settleLetters(shop, workload);
  const gradeChanges = await changeGrades(shop);
  const issued = await issueCoupons(shop, workload);
  await until(shop, 'the cache is refreshed', () => refreshes > 0);
  await roles.stop();
  await shop.catchUp();
  const { events, stateHash, differenceCount } = await verify(shop);
  if (differenceCount > 0) throw new Error(`${String(differenceCount)} rows differ from the log`);
  return { events, replayed, gradeChanges, issued, refreshes, stateHash };
}

async function publish(shop: Shop, { events, broken, behindBroken }: Workload): Promise<void> {
  const bus = createBusPublisher({ bus: shop.bus(), codec: shop.codec });
  for (let at = 0; at < events.length; at += batchSize) await bus(events.slice(at, at + batchSize));
  const users = shop.domain.topics.find(({ name }) => name.endsWith('users'));
  if (users === undefined) throw new Error('the shop has no topic of users');
  await shop.bus().publish(
    users.name,
    broken.map(({ message }) => message),
  );
  await bus(behindBroken);
  const orders = new Set(events.map(({ id }) => id)).size;
  const { readModels, deadLetters } = await shop.database();
  await until(shop, 'every message is recorded or parked', async () => {
    const waiting = await deadLetters.count({ status: 'waiting' });
    return (
      (await readModels.count(ordersModel)) === orders &&
      waiting === broken.length + behindBroken.length
    );
  });
}

/** Mends what is no event and replays it, and what waits behind it with it. */
async function settleLetters(shop: Shop, { broken }: Workload): Promise<number> {
  const { deadLetters } = await shop.database();
  const letters = await deadLetters.list({ reason: 'malformed', status: 'waiting', limit: 1_000 });
  for (const { id, source } of letters) {
    const own = broken.find(
      ({ message }) => message.headers?.['ce_id'] === source.headers['ce_id'],
    );
    if (own === undefined) throw new Error(`letter ${id} is of another message`);
    await deadLetters.edit(id, { value: own.mended, headers: source.headers }, 'operator');
  }
  const { appended, failed } = await replayDeadLetters(shop, { letters, by: 'operator' });
  if (failed.length > 0) throw new Error(`${String(failed.length)} letters failed`);
  return appended;
}

/** By what users have bought. The changes go through the outbox, if the queue is shared, and come back. */
async function changeGrades(shop: Shop): Promise<number> {
  await shop.catchUp();
  const { module } = await shop.database();
  const { changed } = await updateGrades(
    {
      spending: module(shopStore).spending,
      changeGrade: async (userId, change) =>
        (await shop.user(userId).changeGrade(change)).events.length > 0,
    },
    { nowMs, thresholds: defaultGradeThresholds, windowDays },
  );
  if (hasSharedQueue(shop)) {
    const isDrained = await drainOutbox(shop, { signal: new AbortController().signal, deadlineMs });
    if (!isDrained) throw new Error('the outbox still holds grade changes');
  }
  return changed;
}

async function issueCoupons(shop: Shop, { requests, stock }: Workload): Promise<number> {
  const { queue, ...rush } = await openCouponRush(shop);
  const ledger = byClockOf(rush.ledger, nowMs);
  const terms = { type: 'open-campaign', couponId, stock, opensAtMs: 0 } as const;
  await manageCampaign({ ledger, registry: shop.registry }, terms);
  await queue.add(requests);
  const stopping = new AbortController();
  const { locks } = await shop.database();
  const { clock, logger } = shop;
  const working = runCouponWorker(
    { queue, processor: createCouponIssueProcessor(ledger), locks, clock, logger },
    { member: 'worker', signal: stopping.signal },
  );
  try {
    await Promise.race([untilDecided(shop, rush.ledger, requests), working]);
  } finally {
    stopping.abort();
    await working;
  }
  return (await rush.ledger.status(couponId))?.state.issued ?? 0;
}

function untilDecided(
  shop: Shop,
  ledger: CouponRush['ledger'],
  requests: Workload['requests'],
): Promise<void> {
  const ids = [...new Set(requests.map(({ requestId }) => requestId))];
  return until(
    shop,
    'every request for a coupon is decided',
    async () => (await ledger.outcomes(ids)).size === ids.length,
  );
}

async function until(
  { clock }: Shop,
  what: string,
  isTrue: () => boolean | Promise<boolean>,
): Promise<void> {
  if (await waitUntil(isTrue, { clock, pollMs: 50, deadlineMs })) return;
  throw new Error(`not within ${String(deadlineMs / 1_000)} s: ${what}`);
}
