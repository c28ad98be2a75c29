import type { StoredEvent } from '@foldmart/core';
import {
  couponTopicName,
  issuesIn,
  type CouponEvent,
  type IssueDecision,
} from '@foldmart/core/shop';
import { firstWrong } from '../oracles/log-oracle.js';
import { LogReader } from '../oracles/log-reader.js';
import type { Oracle, Verdict } from '../oracles/oracle.js';
import { TopicReader } from '../oracles/topic-reader.js';
import type { Stage } from '../worlds/world.js';

interface Campaign {
  stock: number;
  issued: number;
  readonly holders: Set<number>;
  /** The place in the queue of the last request that succeeded. */
  lastPlace: number;
}

/** An oracle that knows which requests have an outcome. */
export interface CouponOracle extends Oracle {
  readonly hasOutcome: (requestId: string) => boolean;
}

/**
 * A coupon is never oversold, no user gets two, no request has two outcomes, and who succeeds does so in the order of the
 * queue. Judges by the log and the queue alone.
 */
export function couponOracle({ broker, database }: Stage): CouponOracle {
  const log = new LogReader(database);
  const queue = new TopicReader(broker, [couponTopicName]);
  const judge = new CouponJudge();
  return {
    hasOutcome: (requestId) => judge.hasOutcome(requestId),
    name: 'a coupon is issued once, in the order of the queue, while stock lasts',
    check() {
      for (const { eventId } of queue.fresh()) judge.queued(eventId);
      return firstWrong(log.fresh(), (event) => judge.look(event));
    },
  };
}

class CouponJudge {
  readonly #campaigns = new Map<number, Campaign>();
  readonly #outcomes = new Map<string, string>();
  readonly #places = new Map<string, number>();

  queued(requestId: string | undefined): void {
    if (requestId === undefined || this.#places.has(requestId)) return;
    this.#places.set(requestId, this.#places.size);
  }

  hasOutcome(requestId: string): boolean {
    return this.#outcomes.has(requestId);
  }

  look(stored: StoredEvent): Verdict {
    const event = stored as unknown as CouponEvent;
    switch (event.type) {
      case 'coupon_campaign_opened':
      case 'coupon_campaign_refilled': {
        const { data } = event;
        this.#campaign(data.coupon_id).stock += 'stock' in data ? data.stock : data.quantity;
        return undefined;
      }
      case 'coupon_issued':
      case 'coupons_issued':
        return firstWrong(issuesIn(event), (issue) => this.#issued(issue));
      case 'coupon_requests_refused':
        return firstWrong(event.data.refusals, ({ request_id, outcome }) =>
          this.#refused(event.data.coupon_id, request_id, outcome),
        );
      default:
        return undefined;
    }
  }

  #issued(issue: IssueDecision): Verdict {
    const { couponId: coupon, userId: user, requestId: request, issueNumber } = issue;
    const campaign = this.#campaign(coupon);
    campaign.issued += 1;
    if (campaign.issued > campaign.stock) {
      return `coupon ${String(coupon)} was issued ${String(campaign.issued)} times, of ${String(campaign.stock)}`;
    }
    if (issueNumber !== campaign.issued) {
      return `issue ${String(campaign.issued)} of coupon ${String(coupon)} has number ${String(issueNumber)}`;
    }
    if (campaign.holders.has(user))
      return `user ${String(user)} got coupon ${String(coupon)} twice`;
    campaign.holders.add(user);
    const place = this.#places.get(request) ?? -1;
    if (place < campaign.lastPlace)
      return `request ${request} was served after one that came later`;
    campaign.lastPlace = place;
    return this.#decided(request, 'SUCCESS');
  }

  /** Nobody is refused while stock lasts: a decision is made on what the log has at its place. */
  #refused(coupon: number, requestId: string, outcome: string): Verdict {
    const { issued, stock } = this.#campaign(coupon);
    if (outcome === 'OUT_OF_STOCK' && issued < stock) {
      return `request ${requestId} was refused, though ${String(stock - issued)} of coupon ${String(coupon)} were left`;
    }
    return this.#decided(requestId, outcome);
  }

  #decided(requestId: string, outcome: string): Verdict {
    const before = this.#outcomes.get(requestId);
    this.#outcomes.set(requestId, outcome);
    return before === undefined
      ? undefined
      : `request ${requestId} has the outcomes ${before} and ${outcome}`;
  }

  #campaign(coupon: number): Campaign {
    const known = this.#campaigns.get(coupon);
    if (known !== undefined) return known;
    const campaign = { stock: 0, issued: 0, holders: new Set<number>(), lastPlace: -1 };
    this.#campaigns.set(coupon, campaign);
    return campaign;
  }
}
