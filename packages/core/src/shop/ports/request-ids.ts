/**
 * Creates ids for requests, and the tokens with which clients ask for their outcome. A token is signed, so every
 * process with the same secret can tell whether a request was taken.
 */
export interface RequestIds {
  /** A new unique id. */
  next(): string;
  /** The id of this user's idempotency key for this coupon: the same in every process that has the same secret. */
  forKey(request: {
    readonly couponId: number;
    readonly userId: number;
    readonly key: string;
  }): string;
  /** The token of an id, safe in a URL. */
  tokenOf(requestId: string): string;
  /** The id in a token; undefined if the token was not signed with this secret. */
  idOf(token: string): string | undefined;
}
