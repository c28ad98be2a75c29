import type { IssueOutcome } from '../issue-outcome.js';

/** The final outcome of a request. */
export interface RequestDecision {
  readonly requestId: string;
  /** 0 if the request did not name one. */
  readonly couponId: number;
  /** Null if the request could not be read. */
  readonly userId: number | null;
  readonly outcome: IssueOutcome;
  /** The reason for people; null for a success. */
  readonly reason: string | null;
  /** The number of the issued coupon within the campaign, from 1; null for any other outcome. */
  readonly issueNumber: number | null;
  /** When the request was made and decided, in milliseconds since the epoch. */
  readonly requestedAtMs: number | null;
  readonly decidedAtMs: number;
}
