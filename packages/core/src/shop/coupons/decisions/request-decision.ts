import type { IssueOutcome } from '../issue-outcome.js';

/** How a request ended, for good. */
export interface RequestDecision {
  readonly requestId: string;
  /** 0 where the request did not say. */
  readonly couponId: number;
  /** Null where the request could not be read. */
  readonly userId: number | null;
  readonly outcome: IssueOutcome;
  /** Why, for a person; null for a success. */
  readonly reason: string | null;
  /** Which of the campaign's coupons it got, from 1; null for any other outcome. */
  readonly issueNumber: number | null;
  /** When it was made and decided, in milliseconds since the epoch. */
  readonly requestedAtMs: number | null;
  readonly decidedAtMs: number;
}
