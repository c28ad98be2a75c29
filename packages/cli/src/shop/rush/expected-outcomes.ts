import type { IssueOutcome } from '@foldmart/core/shop';
import type { QueuedInOrder } from './queue-audit.js';

/** The outcomes that follow from the order of a queue. */
export interface ExpectedOutcomes {
  /** The requests that get a coupon, in order. */
  readonly winners: readonly QueuedInOrder[];
  /** By the id of the request. */
  readonly outcomes: ReadonlyMap<string, IssueOutcome>;
}

/** Serves a queue in order, in the simplest way: one coupon per user, until the stock is empty. */
export function serveInOrder(queue: readonly QueuedInOrder[], stock: number): ExpectedOutcomes {
  const winners: QueuedInOrder[] = [];
  const holders = new Set<number>();
  const outcomes = new Map<string, IssueOutcome>();
  for (const request of queue) {
    if (holders.has(request.userId)) {
      outcomes.set(request.eventId, 'DUPLICATE_REQUEST');
    } else if (winners.length >= stock) {
      outcomes.set(request.eventId, 'OUT_OF_STOCK');
    } else {
      holders.add(request.userId);
      winners.push(request);
      outcomes.set(request.eventId, 'SUCCESS');
    }
  }
  return { winners, outcomes };
}
