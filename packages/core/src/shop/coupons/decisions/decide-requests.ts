import { deadLetterDetail, type NewDeadLetter } from '../../../messaging/dead-letter.js';
import type { RequestFacts, Settlement } from '../../ports/coupon-ledger.js';
import type {
  CouponRequest,
  QueuedItem,
  QueuedRequest,
  UnreadableRequest,
} from '../requests/coupon-request.js';
import { campaignPhase } from '../coupon-state.js';
import { reachesGrade } from '../customer-grades.js';
import { toDecisionEvents } from './decision-events.js';
import type { IssueOutcome } from '../issue-outcome.js';
import type { RequestDecision } from './request-decision.js';

/**
 * Decides the requests of one coupon in their order, as if one after another. A request that was decided before,
 * also in this batch, keeps its decision; if its content differs from the first time, it becomes a dead letter as a
 * conflict. A message that could not be read becomes a dead letter, and is refused if it names a request. Pure.
 */
export function decideRequests(items: readonly QueuedItem[], facts: RequestFacts): Settlement {
  const batch = new BatchInProgress(facts);
  for (const item of items) {
    if (item.kind === 'unreadable') batch.putAside(item);
    else batch.decide(item, () => refusalOf(item.request, batch));
  }
  return batch.settlement();
}

/**
 * Ends requests that can never be decided regularly with `SYSTEM_ERROR`; requests decided before keep their
 * decision. Pure.
 */
export function decideAsSystemErrors(
  items: readonly QueuedRequest[],
  reason: string,
  facts: RequestFacts,
): Settlement {
  const batch = new BatchInProgress(facts);
  for (const item of items) {
    batch.decide(item, () => ({ outcome: 'SYSTEM_ERROR', reason: deadLetterDetail(reason) }));
  }
  return batch.settlement();
}

interface Refusal {
  readonly outcome: Exclude<IssueOutcome, 'SUCCESS'>;
  readonly reason: string;
}

/** The first reason against a request, in the order of {@link IssueOutcome}; undefined if it succeeds. */
function refusalOf({ userId }: CouponRequest, batch: BatchInProgress): Refusal | undefined {
  const { state, nowMs, grades } = batch.facts;
  if (state === undefined) {
    return { outcome: 'VALIDATION_FAILED', reason: 'there is no such coupon' };
  }
  const phase = campaignPhase(state, nowMs);
  if (phase !== 'open') return { outcome: 'VALIDATION_FAILED', reason: whyNot[phase] };
  if (batch.holders.has(userId)) {
    return { outcome: 'DUPLICATE_REQUEST', reason: 'the user holds the coupon already' };
  }
  if (batch.blockedUsers.has(userId)) {
    return { outcome: 'BUSINESS_ERROR', reason: 'the campaign has blocked the user' };
  }
  const { minimumGrade } = state.rules;
  if (minimumGrade !== null && !reachesGrade(grades.get(userId), minimumGrade)) {
    return { outcome: 'BUSINESS_ERROR', reason: `the campaign is for ${minimumGrade} and above` };
  }
  if (batch.issued >= state.stock) return { outcome: 'OUT_OF_STOCK', reason: 'nothing is left' };
  return undefined;
}

const whyNot = {
  scheduled: 'the campaign is not open yet',
  closed: 'the campaign is closed',
};

/** The facts from before a batch, together with the batch's decisions so far. */
class BatchInProgress {
  readonly facts: RequestFacts;
  readonly holders: Set<number>;
  readonly blockedUsers: ReadonlySet<number>;
  issued: number;
  readonly #decided: Map<string, RequestDecision>;
  readonly #decisions: RequestDecision[] = [];
  readonly #fresh: RequestDecision[] = [];
  readonly #deadLetters: NewDeadLetter[] = [];

  constructor(facts: RequestFacts) {
    this.facts = facts;
    this.holders = new Set(facts.holders);
    this.blockedUsers = new Set(facts.state?.rules.blockedUsers);
    this.issued = facts.state?.issued ?? 0;
    this.#decided = new Map(facts.decided);
  }

  settlement(): Settlement {
    return {
      decisions: this.#decisions,
      events: toDecisionEvents(this.#fresh),
      deadLetters: this.#deadLetters,
    };
  }

  decide({ request, source }: QueuedRequest, refuse: () => Refusal | undefined): void {
    const known = this.#decided.get(request.requestId);
    if (known === undefined) {
      this.#record(this.#decisionOf(request, refuse()));
      return;
    }
    this.#decisions.push(known);
    if (isSame(known, request)) return;
    this.#deadLetters.push({
      source,
      reason: 'conflict',
      detail: 'the request of this id was another one, and is decided',
      attempts: 1,
      eventId: request.requestId,
    });
  }

  putAside({ requestId, couponId, reason, detail, source }: UnreadableRequest): void {
    const eventId = requestId === undefined ? {} : { eventId: requestId };
    this.#deadLetters.push({ source, reason, detail, attempts: 1, ...eventId });
    if (requestId === undefined) return;
    const known = this.#decided.get(requestId);
    if (known !== undefined) {
      this.#decisions.push(known);
      return;
    }
    this.#record({
      requestId,
      couponId,
      userId: null,
      outcome: 'VALIDATION_FAILED',
      reason: deadLetterDetail(detail),
      issueNumber: null,
      requestedAtMs: null,
      decidedAtMs: this.facts.nowMs,
    });
  }

  #decisionOf(request: CouponRequest, refusal: Refusal | undefined): RequestDecision {
    // Written out, because copying a request by a spread costs more than all the rest of a decision.
    const { requestId, couponId, userId, requestedAtMs } = request;
    if (refusal === undefined) {
      this.issued += 1;
      this.holders.add(userId);
    }
    return {
      requestId,
      couponId,
      userId,
      outcome: refusal?.outcome ?? 'SUCCESS',
      reason: refusal?.reason ?? null,
      issueNumber: refusal === undefined ? this.issued : null,
      requestedAtMs,
      decidedAtMs: this.facts.nowMs,
    };
  }

  #record(decision: RequestDecision): void {
    this.#decided.set(decision.requestId, decision);
    this.#decisions.push(decision);
    this.#fresh.push(decision);
  }
}

/** A request that could not be read at first is still the same request if it can be read now. */
function isSame(known: RequestDecision, { couponId, userId }: CouponRequest): boolean {
  return known.userId === null || (known.couponId === couponId && known.userId === userId);
}
