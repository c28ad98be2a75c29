import { produce, seedShop, createShop, loadShopSettings } from '@foldmart/composition/shop';
import { toEnvelope, type EventEnvelope, type OutgoingMessage } from '@foldmart/core';
import type { CouponRequest } from '@foldmart/core/shop';
import { seededChance } from '@foldmart/generator';

/** The seed of everything that is published. */
export const seed = 'one workload';
/** The time of whatever the workload decides, in place of the clock of a database. */
export const nowMs = Date.UTC(2026, 0, 31);
export const couponId = 1;

/** A message that is no event, and what an operator makes of it. */
export interface BrokenMessage {
  readonly message: OutgoingMessage;
  readonly mended: Uint8Array;
}

/** What happens to a shop, the same on every transport. */
export interface Workload {
  readonly users: number;
  readonly products: number;
  /** Orders and new users, in the order in which they are published. Some repeat. */
  readonly events: readonly EventEnvelope[];
  /** Published to `users` before `behindBroken`, which have the same keys. */
  readonly broken: readonly BrokenMessage[];
  readonly behindBroken: readonly EventEnvelope[];
  readonly stock: number;
  readonly requests: readonly CouponRequest[];
}

const utf8 = new TextEncoder();
/** Every so many events, one is published again. */
const repeatEvery = 20;

/** Makes a workload of so many orders. */
export async function makeWorkload(orders: number): Promise<Workload> {
  const shop = await createShop(loadShopSettings({ environment: {}, envFile: null }));
  try {
    const users = Math.max(20, Math.ceil(orders / 10));
    const products = 2 * users;
    const events: EventEnvelope[] = [];
    const keep = async (some: readonly EventEnvelope[]) => void events.push(...some);
    const signal = new AbortController().signal;
    await produce(shop, keep, { seed, orders, rate: 'max', kinds: ['orders'], signal });
    await seedShop(shop, { seed, users, products });
    const { events: log } = await (await shop.database()).events.readAll({ limit: 20 });
    const ids = log.map(({ data }) => String(data['user_id']));
    const letters = ids.slice(0, 5).map((userId, index) => brokenMessage(userId, index));
    return {
      users,
      products,
      events: [...events, ...events.filter((_each, index) => index % repeatEvery === 0)],
      broken: letters,
      behindBroken: ids
        .slice(0, 5)
        .map((userId, index) =>
          toEnvelope(
            shop.registry,
            gradeChange(userId, ['EMPLOYEE', 'PARTNER'], index + 60),
            metadata(index),
          ),
        ),
      stock: Math.ceil(orders / 20),
      requests: couponRequests(Math.ceil(orders / 5)),
    };
  } finally {
    await shop.close();
  }
}

function metadata(index: number) {
  return {
    id: `behind-broken-${String(index)}`,
    time: new Date(nowMs).toISOString(),
    origin: 'producer',
  };
}

type Grades = readonly [previous: string, next: string];

function gradeChange(userId: string, [previous_grade, grade]: Grades, second: number) {
  const changed_at = new Date(nowMs + second * 1_000).toISOString().slice(0, 19);
  return {
    type: 'user_grade_changed',
    data: { user_id: userId, previous_grade, grade, changed_at },
  };
}

function brokenMessage(userId: string, index: number): BrokenMessage {
  const { type, data } = gradeChange(userId, ['BRONZE', 'EMPLOYEE'], index);
  return {
    message: {
      key: utf8.encode(userId),
      value: utf8.encode(`{"event_type":"${type}","data":`),
      headers: { ce_id: `broken-${String(index)}` },
    },
    mended: utf8.encode(JSON.stringify({ event_type: type, data })),
  };
}

/** More requests than coupons. Some users ask twice, and some requests come twice. */
function couponRequests(count: number): readonly CouponRequest[] {
  const { random } = seededChance(seed)('coupons');
  const requests = Array.from({ length: count }, (_each, index) => ({
    requestId: `request-${String(index)}`,
    couponId,
    userId: 1 + Math.floor(random.next() * count),
    requestedAtMs: nowMs + index,
  }));
  return requests.flatMap((request, index) => (index % 10 === 0 ? [request, request] : [request]));
}
