import type { QueuedItem } from '@foldmart/core/shop';

/** The terms at which a campaign starts. */
export interface CouponTerms {
  readonly stock: number;
  readonly blockedUsers: readonly number[];
}

/** The sequential reference of the coupon rush: processes one request at a time. */
export class SequentialCoupon {
  readonly outcomes = new Map<string, string>();
  readonly holders: number[] = [];
  readonly #terms: CouponTerms;

  constructor(terms: CouponTerms) {
    this.#terms = terms;
  }

  take(item: QueuedItem): void {
    const requestId = item.kind === 'request' ? item.request.requestId : item.requestId;
    if (requestId === undefined || this.outcomes.has(requestId)) return;
    const outcome =
      item.kind === 'request' ? this.#outcomeFor(item.request.userId) : 'VALIDATION_FAILED';
    if (outcome === 'SUCCESS' && item.kind === 'request') this.holders.push(item.request.userId);
    this.outcomes.set(requestId, outcome);
  }

  #outcomeFor(userId: number): string {
    if (this.holders.includes(userId)) return 'DUPLICATE_REQUEST';
    if (this.#terms.blockedUsers.includes(userId)) return 'BUSINESS_ERROR';
    return this.holders.length < this.#terms.stock ? 'SUCCESS' : 'OUT_OF_STOCK';
  }
}
