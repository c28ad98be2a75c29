/** What the contenders of a row about coupons share. */
export interface CouponsShared {
  /** Whether there is a coupon for every user; otherwise there are 100. */
  readonly isInStock: boolean;
}
