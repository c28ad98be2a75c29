/**
 * Makes ids for requests, and the tokens under which clients ask for them. A token carries a signature, so
 * that every process with the same secret tells a request that was taken from one that never was.
 */
export interface RequestIds {
  /** A new id, never given before. */
  next(): string;
  /** The id that this user's `key` stands for, with this coupon: the same in every process, for as long as the secret stays. */
  forKey(request: {
    readonly couponId: number;
    readonly userId: number;
    readonly key: string;
  }): string;
  /** The token of an id, fit for a URL. */
  tokenOf(requestId: string): string;
  /** The id in a token; undefined where no process with this secret has made it. */
  idOf(token: string): string | undefined;
}
