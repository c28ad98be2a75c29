import {
  createMemoryDatabase,
  MemoryBroker,
  MemoryDatabase,
  MemoryEventBus,
} from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';
import { createWireCodec, silentLogger } from '@foldmart/core';
import {
  BusRequestQueue,
  couponTopic,
  createCouponIssueProcessor,
  manageCampaign,
  shopRegistry,
  type CouponIssueProcessor,
  type CouponLedger,
  type CouponRequest,
  type CouponWorkerDependencies,
  type RequestDecision,
} from '@foldmart/core/shop';
import { VirtualClock } from '@foldmart/core/testing';
import { chanceOf } from './chance.js';

/** A process of the rush in memory. */
export interface RushProcess extends CouponWorkerDependencies {
  readonly queue: BusRequestQueue;
  readonly bus: MemoryEventBus;
  readonly ledger: CouponLedger;
  readonly processor: CouponIssueProcessor;
  /** Ends the process as SIGKILL would. */
  crash(): void;
}

/**
 * The processes of one coupon rush, in memory and in virtual time. Coupon 1 is open, with a stock
 * of 100.
 */
export class MemoryRush {
  readonly clock = new VirtualClock();
  readonly #broker = new MemoryBroker({}, { clock: this.clock });
  readonly #database = new MemoryDatabase({ clock: this.clock });

  async begin(): Promise<RushProcess> {
    const process = this.open();
    const campaign = { type: 'open-campaign', couponId: 1, stock: 100 } as const;
    await process.bus.admin.createTopics([couponTopic()]);
    await manageCampaign({ ledger: process.ledger, registry: shopRegistry }, campaign);
    return process;
  }

  open(): RushProcess {
    const { clock } = this;
    const { random } = chanceOf(1);
    const retry = { firstDelayMs: 10, longestDelayMs: 50 };
    const bus = new MemoryEventBus({ retry }, { clock, random, broker: this.#broker });
    const modules = [memoryShop];
    const database = createMemoryDatabase(
      {},
      { clock, projections: [], modules, database: this.#database },
    );
    const { coupons: ledger } = database.module(memoryShop);
    const codec = createWireCodec(shopRegistry);
    return {
      bus,
      queue: new BusRequestQueue({ bus, codec, logger: silentLogger }),
      ledger,
      processor: createCouponIssueProcessor(ledger),
      locks: database.locks,
      clock,
      logger: silentLogger,
      crash() {
        bus.crash();
        database.crash();
      },
    };
  }
}

/** Requests of users 1, 2, 3 … for coupon 1. */
export function requestsFor(count: number): CouponRequest[] {
  return Array.from({ length: count }, (_, nth) => ({
    requestId: `request-${nth}`,
    couponId: 1,
    userId: nth + 1,
    requestedAtMs: 0,
  }));
}

/** The decisions that were reported, and a way to wait for more. */
export class Heard {
  readonly decisions: RequestDecision[] = [];
  readonly atMs: number[] = [];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  readonly onDecided = (decisions: readonly RequestDecision[]): void => {
    this.decisions.push(...decisions);
    this.atMs.push(this.#clock.monotonic());
  };

  async until(count: number): Promise<void> {
    while (this.decisions.length < count) await this.#clock.sleep(1);
  }
}
