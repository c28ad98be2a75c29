import { prepared } from '../../../events/prepare-by.js';
import type { CloseOptions, Subscription } from '../../../ports/event-bus.js';
import type { Logger } from '../../../ports/logger.js';
import type {
  RequestLease,
  RequestWorker,
  RequestWorkerOptions,
} from '../../ports/request-queue.js';
import { BusRequestLease } from './bus-request-lease.js';
import type { BusRequestQueueDependencies } from './bus-request-queue-dependencies.js';
import { readQueuedItem } from './read-queued-item.js';

interface Taker {
  readonly resolve: (lease: RequestLease | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Turns the batches that a bus pushes into leases to pull; at most one lease per partition waits. */
export class BusRequestWorker implements RequestWorker {
  readonly #ready: BusRequestLease[] = [];
  readonly #takers: Taker[] = [];
  #subscription: Subscription | undefined;
  #isClosing = false;
  #failure: { readonly error: unknown } | undefined;

  /** Joins the group of a topic. Rejects as the bus does. */
  static async join(
    { bus, codec, logger }: BusRequestQueueDependencies,
    { topic, group }: { readonly topic: string; readonly group: string },
    { member, maxRequests = 500, instanceId }: RequestWorkerOptions,
  ): Promise<BusRequestWorker> {
    const worker = new BusRequestWorker();
    worker.#subscription = await bus.subscribe(
      {
        topic,
        group,
        member,
        ...(instanceId === undefined ? {} : { instanceId }),
        maxBatchMessages: maxRequests,
        observer: reportTo(logger, member),
      },
      async (batch, context) => {
        const loading = prepared(codec.decoding, batch.messages);
        if (loading !== undefined) await loading;
        const items = batch.messages.map((message) => readQueuedItem(codec, message, group));
        return worker.#offer(new BusRequestLease(items, context));
      },
    );
    worker.#subscription.ended.catch((error: unknown) => worker.#fail(error));
    return worker;
  }

  async takeNext(signal?: AbortSignal): Promise<RequestLease | undefined> {
    if (this.#failure !== undefined) throw this.#failure.error;
    const lease = this.#ready.shift();
    if (lease !== undefined) return lease;
    if (this.#isClosing || signal?.aborted === true) return undefined;
    return new Promise((resolve, reject) => {
      const taker: Taker = {
        resolve: (taken) => {
          signal?.removeEventListener('abort', leave);
          resolve(taken);
        },
        reject,
      };
      const leave = (): void => {
        this.#takers.splice(this.#takers.indexOf(taker), 1);
        taker.resolve(undefined);
      };
      signal?.addEventListener('abort', leave);
      this.#takers.push(taker);
    });
  }

  async close(options?: CloseOptions): Promise<void> {
    this.#isClosing = true;
    for (const taker of this.#takers.splice(0)) taker.resolve(undefined);
    for (const lease of this.#ready.splice(0)) lease.nack(new Error('The worker is closing.'));
    await this.#subscription?.close(options);
  }

  #offer(lease: BusRequestLease): Promise<void> {
    if (this.#isClosing) {
      lease.nack(new Error('The worker is closing.'));
      return lease.done;
    }
    const taker = this.#takers.shift();
    if (taker === undefined) this.#keep(lease);
    else taker.resolve(lease);
    return lease.done;
  }

  /** Holds a lease until it is taken or lost. */
  #keep(lease: BusRequestLease): void {
    this.#ready.push(lease);
    lease.signal.addEventListener('abort', () => {
      const index = this.#ready.indexOf(lease);
      if (index < 0) return;
      this.#ready.splice(index, 1);
      lease.nack(lease.signal.reason);
    });
  }

  #fail(error: unknown): void {
    this.#failure = { error };
    for (const taker of this.#takers.splice(0)) taker.reject(error);
  }
}

function reportTo(logger: Logger, member: string) {
  return {
    retrying: (failure: { readonly error: unknown }): void => {
      logger.warn('requests for coupons wait', { member, ...failure });
    },
    lost: (loss: { readonly partition: number; readonly reason: string }): void => {
      logger.error('requests for coupons were lost', { member, ...loss });
    },
  };
}
