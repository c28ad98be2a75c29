import type { DeadLetterReason, MessageSource } from '../../../messaging/dead-letter.js';

/** A user's request for a coupon. */
export interface CouponRequest {
  /** Names the request for good: the event id on the wire. What is decided for it, is decided once. */
  readonly requestId: string;
  readonly couponId: number;
  readonly userId: number;
  /** When it was made, by the clock of whoever took it; in milliseconds since the epoch. */
  readonly requestedAtMs: number;
}

/** A request as it came out of a queue, with its place there. */
export interface QueuedRequest {
  readonly kind: 'request';
  readonly request: CouponRequest;
  readonly source: MessageSource;
}

/** A message in the queue that is no request, with as much of one as could be read. */
export interface UnreadableRequest {
  readonly kind: 'unreadable';
  /** Undefined where there is none: then nobody can ask for its outcome either. */
  readonly requestId: string | undefined;
  /** 0 where none can be read; no coupon has that number. */
  readonly couponId: number;
  readonly reason: DeadLetterReason;
  /** What was wrong, for a person. */
  readonly detail: string;
  readonly source: MessageSource;
}

/** What a queue hands out. */
export type QueuedItem = QueuedRequest | UnreadableRequest;
