import { memoryShop } from '@foldmart/adapters-memory/shop';
import type { Database, EventStore, StoreModule } from '@foldmart/core';
import {
  couponStream,
  decisionsIn,
  evolveCoupon,
  shopStore,
  type CouponEvent,
  type CouponLedger,
  type CouponState,
  type RequestDecision,
  type ShopPorts,
} from '@foldmart/core/shop';
import type { Behind } from '@foldmart/simulator';

/** Reads the stock in one transaction and writes in another: what happens in between is not decided on. */
export function stockOutsideTheLock(): Behind {
  return {
    database: (database) => ({
      ...database,
      module: <Ports>(module: StoreModule<Ports>): Ports => {
        if (module.name !== memoryShop.name) return database.module(module);
        const ports = database.module(shopStore);
        return {
          ...ports,
          coupons: unlocked(ports.coupons, database),
        } satisfies ShopPorts as Ports;
      },
    }),
  };
}

function unlocked(ledger: CouponLedger, { events, snapshots }: Database): CouponLedger {
  return {
    change: (...args) => ledger.change(...args),
    outcomes: (ids) => ledger.outcomes(ids),
    status: (id) => ledger.status(id),
    campaigns: (range) => ledger.campaigns(range),
    holders: (id, range) => ledger.holders(id, range),
    async settle(couponId, _scope, decide) {
      const facts = await factsOf(events, couponId);
      const streamId = couponStream(couponId);
      await snapshots.save({ ...seen, streamId, streamVersion: facts.holders.size });
      const settlement = decide({ ...facts, nowMs: Date.UTC(2026, 1, 3, 15), grades: new Map() });
      if (settlement.events.length > 0) {
        const append = { streamId, events: settlement.events };
        await events.append([{ ...append, expectedVersion: 'any' }]);
      }
      return settlement;
    },
  };
}

const seen = { name: 'seen', schemaVersion: 1, state: null };

async function factsOf(events: EventStore, couponId: number) {
  let state: CouponState | undefined;
  const holders = new Set<number>();
  const decided = new Map<string, RequestDecision>();
  for (const event of (await events.readStream(couponStream(couponId))).events) {
    const own = event as unknown as CouponEvent;
    state = evolveCoupon(state, own);
    for (const decision of decisionsIn(own)) {
      decided.set(decision.requestId, decision);
      if (decision.outcome === 'SUCCESS' && decision.userId !== null) holders.add(decision.userId);
    }
  }
  return { state, holders, decided };
}
