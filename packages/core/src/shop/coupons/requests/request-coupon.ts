import * as z from 'zod';
import { couponNumber } from '../coupon-events.js';
import { campaignPhase } from '../coupon-state.js';
import { ValidationError } from '../../../errors/index.js';
import type { Clock } from '../../../ports/clock.js';
import type { CampaignStatus, CouponLedger } from '../../ports/coupon-ledger.js';
import type { RequestIds } from '../../ports/request-ids.js';
import type { RequestQueue } from '../../ports/request-queue.js';

export interface RequestCouponDependencies {
  readonly ledger: Pick<CouponLedger, 'status'>;
  readonly queue: Pick<RequestQueue, 'add'>;
  readonly ids: RequestIds;
  readonly clock: Clock;
}

/** A client's request. */
export interface CouponRequestInput {
  readonly couponId: number;
  readonly userId: number;
  /** The client's idempotency key: the same key is the same request, whichever process takes it. */
  readonly idempotencyKey?: string;
}

/** The immediate answer: the token for the outcome, or why nothing was queued. */
export type CouponRequestResult =
  | { readonly isAccepted: true; readonly requestId: string; readonly token: string }
  | { readonly isAccepted: false; readonly reason: 'unknown' | 'scheduled' | 'closed' };

/**
 * Queues a request; resolves once it is durable. Rejects with ValidationError for invalid numbers, and with a
 * PortError if the ledger or the queue fails. The request may be queued then; a retry with the same key is safe.
 */
export type RequestCoupon = (wish: CouponRequestInput) => Promise<CouponRequestResult>;

const wishSchema = z.object({
  couponId: couponNumber,
  userId: couponNumber,
  idempotencyKey: z.string().min(1).max(255).optional(),
});

/**
 * Creates the function that takes requests. It caches for at most `freshMs` (default 500) that a campaign is open;
 * the worker refuses requests for campaigns that ended since.
 */
export function createRequestCoupon(
  { ledger, queue, ids, clock }: RequestCouponDependencies,
  { freshMs = 500 }: { readonly freshMs?: number } = {},
): RequestCoupon {
  const campaigns = new OpenCampaigns(ledger, clock, freshMs);
  return async (wish) => {
    const issues = wishSchema.safeParse(wish).error?.issues ?? [];
    if (issues.length > 0) throw invalidWish(issues);
    const { couponId, userId, idempotencyKey: key } = wish;
    const phase = await campaigns.phaseOf(couponId);
    if (phase !== 'open') return { isAccepted: false, reason: phase };
    const requestId = key === undefined ? ids.next() : ids.forKey({ couponId, userId, key });
    await queue.add([{ requestId, couponId, userId, requestedAtMs: clock.now() }]);
    return { isAccepted: true, requestId, token: ids.tokenOf(requestId) };
  };
}

function invalidWish(issues: readonly z.core.$ZodIssue[]): ValidationError {
  const named = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const text = named.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new ValidationError(`The request for a coupon is invalid: ${text}.`, named);
}

interface Sighting {
  readonly status: CampaignStatus;
  readonly seenAt: number;
}

/** Caches which campaigns are open for a moment; for all others it asks the ledger each time. */
class OpenCampaigns {
  readonly #ledger: Pick<CouponLedger, 'status'>;
  readonly #clock: Clock;
  readonly #freshMs: number;
  readonly #seen = new Map<number, Sighting>();
  readonly #asking = new Map<number, Promise<Sighting | undefined>>();

  constructor(ledger: Pick<CouponLedger, 'status'>, clock: Clock, freshMs: number) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#freshMs = freshMs;
  }

  async phaseOf(couponId: number) {
    const sighting = this.#fresh(couponId) ?? (await this.#ask(couponId));
    if (sighting === undefined) return 'unknown';
    const { status, seenAt } = sighting;
    return campaignPhase(status.state, status.nowMs + this.#clock.monotonic() - seenAt);
  }

  #fresh(couponId: number): Sighting | undefined {
    const sighting = this.#seen.get(couponId);
    const isFresh =
      sighting !== undefined && this.#clock.monotonic() - sighting.seenAt < this.#freshMs;
    return isFresh ? sighting : undefined;
  }

  /** Concurrent calls share one query. */
  #ask(couponId: number): Promise<Sighting | undefined> {
    const asking = this.#asking.get(couponId);
    if (asking !== undefined) return asking;
    const asked = this.#look(couponId).finally(() => this.#asking.delete(couponId));
    this.#asking.set(couponId, asked);
    return asked;
  }

  async #look(couponId: number): Promise<Sighting | undefined> {
    const status = await this.#ledger.status(couponId);
    const isOpen = status !== undefined && campaignPhase(status.state, status.nowMs) === 'open';
    if (!isOpen) this.#seen.delete(couponId);
    if (status === undefined) return undefined;
    const sighting = { status, seenAt: this.#clock.monotonic() };
    if (isOpen) this.#seen.set(couponId, sighting);
    return sighting;
  }
}
