import { createHash } from 'node:crypto';
import {
  createMemoryDatabase,
  MemoryDatabase,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';
import {
  upcastDerivedModels,
  verifyReadModels,
  type EventData,
  type EventEnvelope,
  type Projection,
  type Verification,
  type VerifyOptions,
} from '@foldmart/core';
import {
  couponModels,
  createCouponIssueProcessor,
  manageCampaign,
  shopRegistry,
  type CampaignCommand,
  type CouponEnvelope,
  type CouponRequest,
  type QueuedItem,
} from '@foldmart/core/shop';
import { VirtualClock } from '@foldmart/core/testing';

/** A coupon ledger in memory, with ways to change its tables or its log behind its back. */
export class CouponCounter {
  readonly #clock = new VirtualClock();
  readonly #database = new MemoryDatabase({ clock: this.#clock });
  readonly #instance: MemoryDatabaseInstance;
  readonly #projections: readonly Projection[];

  /** Adds projections beside the ledger, which no process runs. */
  constructor(projections: readonly Projection[] = []) {
    const [clock, database] = [this.#clock, this.#database];
    this.#instance = createMemoryDatabase(
      {},
      { clock, projections, modules: [memoryShop], database },
    );
    this.#projections = projections;
  }

  async manage(command: CampaignCommand): Promise<void> {
    const { coupons } = this.#instance.module(memoryShop);
    await this.#clock.drive(manageCampaign({ ledger: coupons, registry: shopRegistry }, command));
  }

  async decide(items: readonly QueuedItem[]): Promise<void> {
    const { processBatch } = createCouponIssueProcessor(this.#instance.module(memoryShop).coupons);
    await this.#clock.drive(processBatch(items));
  }

  /** Changes the tables of a coupon as these events would, and leaves the log unchanged. */
  changeRows(events: readonly CouponEnvelope[], couponId = 1): void {
    this.#database.modules.of(memoryShop).apply(couponId, events);
  }

  /** Changes the log, and leaves the tables unchanged. */
  async changeLog(events: readonly EventEnvelope[], couponId = 1): Promise<void> {
    const streamId = `coupon-${String(couponId)}`;
    const append = { streamId, expectedVersion: 'any', events } as const;
    await this.#clock.drive(this.#instance.events.append([append]));
  }

  verify(options: VerifyOptions = {}): Promise<Verification> {
    const derived = [upcastDerivedModels(shopRegistry, couponModels)];
    const parts = { audit: this.#instance.audit, digest };
    return this.#clock.drive(verifyReadModels(parts, this.#projections, { derived, ...options }));
  }
}

/** A request as a queue delivers it. */
export function queued(
  request: Partial<CouponRequest> & { readonly requestId: string },
): QueuedItem {
  const whole = { couponId: 1, userId: 1, requestedAtMs: 0, ...request };
  return { kind: 'request', request: whole, source };
}

/** A message that cannot be decoded. */
export function unreadable(requestId: string, couponId = 1): QueuedItem {
  return { kind: 'unreadable', requestId, couponId, reason: 'invalid', detail: 'torn', source };
}

/** An event for a number of refusals. */
export function refused(nth: number, refusals: number): CouponEnvelope {
  return couponEvent(`refused-${String(nth)}`, 'coupon_requests_refused', {
    coupon_id: 1,
    decided_at: 2,
    refusals: Array.from({ length: refusals }, (_, each) => ({
      request_id: `request-${String(nth)}-${String(each)}`,
      user_id: 1,
      outcome: 'OUT_OF_STOCK',
      reason: 'nothing is left',
      requested_at: 1,
    })),
  });
}

export function issued(
  requestId: string,
  {
    couponId = 1,
    userId,
    issueNumber,
  }: Readonly<Record<'userId' | 'issueNumber', number>> & {
    readonly couponId?: number;
  },
): CouponEnvelope {
  return couponEvent(`issued-${requestId}`, 'coupon_issued', {
    request_id: requestId,
    coupon_id: couponId,
    user_id: userId,
    issue_number: issueNumber,
    requested_at: 1,
    decided_at: 2,
  });
}

export function refilled(quantity: unknown): CouponEnvelope {
  const data = { coupon_id: 1, refill_id: 'by hand', quantity };
  return couponEvent('refilled-by-hand', 'coupon_campaign_refilled', data);
}

export function opened(couponId: number): CouponEnvelope {
  return couponEvent(`opened-${String(couponId)}`, 'coupon_campaign_opened', {
    coupon_id: couponId,
    stock: 1,
    opens_at: 0,
    closes_at: null,
    blocked_users: [],
    minimum_grade: null,
  });
}

function couponEvent(id: string, type: string, data: EventData): CouponEnvelope {
  const time = '2026-02-03T14:30:00Z';
  return { id, type, data, schemaVersion: 1, time, origin: 'by hand' } as CouponEnvelope;
}

const source = {
  group: 'g',
  topic: 't',
  partition: 0,
  offset: '0',
  key: null,
  value: null,
  headers: {},
};

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
