import type { EventEnvelope } from '../../../events/envelope.js';
import { prepared } from '../../../events/prepare-by.js';
import { envelopeOf } from '../../../events/to-envelope.js';
import { partitionForKey } from '../../../messaging/murmur2.js';
import type {
  RequestQueue,
  RequestWorker,
  RequestWorkerOptions,
} from '../../ports/request-queue.js';
import type { BusRequestQueueDependencies } from './bus-request-queue-dependencies.js';
import { BusRequestWorker } from './bus-request-worker.js';
import { couponIssueRequested } from '../coupon-events.js';
import type { CouponRequest } from './coupon-request.js';
import { couponGroup, couponKey, couponTopicName } from './coupon-topic.js';

/** The topic of the requests, and the group that decides them. */
export interface BusRequestQueueOptions {
  /** Default `coupon-issue-events`. It must exist, and keep its number of partitions. */
  readonly topic?: string;
  /** Default `coupon-issue-consumer-group`. */
  readonly group?: string;
}

/** A queue of requests on any bus: it has the order of the partitions, and a batch is a lease. */
export class BusRequestQueue implements RequestQueue {
  readonly #dependencies: BusRequestQueueDependencies;
  readonly #topic: string;
  readonly #group: string;

  constructor(dependencies: BusRequestQueueDependencies, options: BusRequestQueueOptions = {}) {
    this.#dependencies = dependencies;
    this.#topic = options.topic ?? couponTopicName;
    this.#group = options.group ?? couponGroup;
  }

  async add(requests: readonly CouponRequest[]): Promise<void> {
    const { bus, codec } = this.#dependencies;
    const events = requests.map((request) => toEvent(request));
    const loading = prepared(codec.encoding, events);
    if (loading !== undefined) await loading;
    const messages = events.map((event) => codec.encode(event).message);
    await bus.publish(this.#topic, messages);
  }

  async join(options: RequestWorkerOptions): Promise<RequestWorker> {
    const route = { topic: this.#topic, group: this.#group };
    return BusRequestWorker.join(this.#dependencies, route, options);
  }

  async size(couponId: number): Promise<number> {
    const partitions = await this.#dependencies.bus.admin.lag(this.#group, this.#topic);
    const key = new TextEncoder().encode(couponKey(couponId));
    const own = partitionForKey(key, partitions.length);
    return partitions.find(({ partition }) => partition === own)?.lag ?? 0;
  }
}

function toEvent({ requestId, couponId, userId, requestedAtMs }: CouponRequest): EventEnvelope {
  return envelopeOf(
    couponIssueRequested,
    {
      event_id: requestId,
      user_id: userId,
      coupon_id: couponId,
      timestamp: requestedAtMs,
      version: 1,
    },
    { id: requestId, time: new Date(requestedAtMs).toISOString(), origin: 'coupon-api' },
  );
}
