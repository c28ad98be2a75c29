import type { DeadLetterReason, MessageSource } from '../../../messaging/dead-letter.js';

/** A user's request for a coupon. */
export interface CouponRequest {
  /** Identifies the request: the event id on the wire. Each id is decided once. */
  readonly requestId: string;
  readonly couponId: number;
  readonly userId: number;
  /** When the request was taken, by the clock of the process that took it; in milliseconds since the epoch. */
  readonly requestedAtMs: number;
}

/** A request from a queue, with its place there. */
export interface QueuedRequest {
  readonly kind: 'request';
  readonly request: CouponRequest;
  readonly source: MessageSource;
}

/** A queued message that is not a valid request, with the fields that could be read. */
export interface UnreadableRequest {
  readonly kind: 'unreadable';
  /** Undefined if it could not be read: then its outcome cannot be asked for. */
  readonly requestId: string | undefined;
  /** 0 if it could not be read; no coupon has that number. */
  readonly couponId: number;
  readonly reason: DeadLetterReason;
  /** The problem, for people. */
  readonly detail: string;
  readonly source: MessageSource;
}

/** An item of the queue. */
export type QueuedItem = QueuedRequest | UnreadableRequest;
