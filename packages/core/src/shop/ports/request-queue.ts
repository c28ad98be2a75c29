import type { CouponRequest, QueuedItem } from '../coupons/requests/coupon-request.js';
import type { CloseOptions } from '../../ports/event-bus.js';

/** A batch of requests that a worker must settle or give back. */
export interface RequestLease {
  /** In queue order; never empty. The leases of one coupon keep the queue order, too. */
  readonly items: readonly QueuedItem[];
  /** 1 for the first delivery to this worker, incremented by each redelivery. */
  readonly attempt: number;
  /** Aborts if the lease is lost: another worker may have the same requests, and settling has no effect. */
  readonly signal: AbortSignal;
  /** Acknowledges the batch. It is not redelivered, unless the worker ends before the queue has committed this. */
  settle(): void;
  /** Rejects the batch. It is redelivered after a back-off; later requests of the partition wait. */
  nack(reason: unknown): void;
}

/** A member of the queue's consumer group. */
export interface RequestWorker {
  /**
   * Waits for the next lease; undefined once the worker is closed or `signal` aborts. Several leases may be open at
   * a time, but only one holds requests of any one coupon. Rejects with a PortError if the worker ended because of
   * an error.
   */
  takeNext(signal?: AbortSignal): Promise<RequestLease | undefined>;
  /**
   * Stops taking requests, gives back leases that were not taken, waits for open leases up to the deadline (default
   * 10,000 ms) and leaves the group. Idempotent.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** The options of a worker. */
export interface RequestWorkerOptions {
  /** The worker's name in logs. */
  readonly member: string;
  /** Identifies the worker across restarts (see the port EventBus); unique among the workers. */
  readonly instanceId?: string;
  /** The most requests in a lease; default 500. */
  readonly maxRequests?: number;
}

/** A queue of requests. Delivery is at least once, and in order for each coupon. */
export interface RequestQueue {
  /**
   * Queues requests; those of one coupon keep the order of the list. Resolves once they are durable. Rejects with a
   * PortError if some may not be durable: add them again with the same ids.
   */
  add(requests: readonly CouponRequest[]): Promise<void>;
  /** Joins the workers, which share the requests. */
  join(options: RequestWorkerOptions): Promise<RequestWorker>;
  /**
   * The number of messages after the last committed one in the partition of this coupon. It is at least the number
   * of the coupon's waiting requests. It is higher if other coupons share the partition, if a request was added
   * twice, or if a settled batch is not committed yet.
   */
  size(couponId: number): Promise<number>;
}
