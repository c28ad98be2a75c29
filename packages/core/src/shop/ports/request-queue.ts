import type { CouponRequest, QueuedItem } from '../coupons/requests/coupon-request.js';
import type { CloseOptions } from '../../ports/event-bus.js';

/** Some requests in hand: to be settled, or given back. */
export interface RequestLease {
  /** In queue order; never empty. Requests of one coupon never come from two leases in any other order. */
  readonly items: readonly QueuedItem[];
  /** 1 for the first time these come to this worker, higher for each time they come again. */
  readonly attempt: number;
  /** Aborts when it was lost: somebody else may have the same requests then, and settling has no effect. */
  readonly signal: AbortSignal;
  /** Says that all are decided; they do not come again, unless the worker ends before the queue has noted it. */
  settle(): void;
  /** Says why they are not: they come again after a pause, and nothing behind them in their order comes before. */
  nack(reason: unknown): void;
}

/** A worker on the queue. */
export interface RequestWorker {
  /**
   * Waits for the next lease; undefined once the worker is closed, or `signal` aborts. Requests of different
   * coupons may be out on several leases at a time; those of one coupon are on one.
   * Rejects with a PortError where the worker has ended by itself and will not return.
   */
  takeNext(signal?: AbortSignal): Promise<RequestLease | undefined>;
  /**
   * Hands out nothing more, gives back what nobody has taken, waits for leases in hand up to the deadline
   * (default 10,000 ms) and leaves. Idempotent.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** How a worker takes part. */
export interface RequestWorkerOptions {
  /** Names the worker in logs. */
  readonly member: string;
  /** How many requests a lease holds at most; default 500. */
  readonly maxRequests?: number;
}

/** Where requests wait to be decided, at least once each, those of a coupon in the order in which they came. */
export interface RequestQueue {
  /**
   * Queues requests, those of one coupon in the order of the list; resolves once they are durable. Rejects with a
   * PortError where some may not be: add them again, with the same ids.
   */
  add(requests: readonly CouponRequest[]): Promise<void>;
  /** Joins the workers, who share the requests. */
  join(options: RequestWorkerOptions): Promise<RequestWorker>;
  /**
   * How many messages lie behind the last that workers have noted as settled, in the part of the queue where this
   * coupon's requests go. That is the number of its requests that wait, as long as no other coupon shares the part,
   * no request was added twice, and no settled batch is still to be noted; otherwise it is more, never less.
   */
  size(couponId: number): Promise<number>;
}
