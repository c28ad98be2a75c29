/** What a registered customer bought in a period. */
export interface CustomerSpent {
  readonly userId: string;
  /** The current grade. */
  readonly grade: string;
  /** The sum of the period, exact, as a canonical decimal; `0` without purchases. */
  readonly amount: string;
}

/** A page of customers. */
export interface SpendingQuery {
  /** The first and the last day of the period, both included: text such as `2026-02-03`, in UTC. */
  readonly from: string;
  readonly to: string;
  /** Only users whose id comes after this one, whether or not there is one with it. */
  readonly after?: string;
  /** The largest number of customers to return, a whole number from 0. */
  readonly limit: number;
}

/** Reads what customers bought, from the read models `users` and `spending_by_day`. */
export interface CustomerSpending {
  /**
   * Reads registered users in ascending order of their ids (by their UTF-8 bytes), each with the sum of their days in
   * the period. Users without purchases are included; purchases of users who are not registered are not. A series of
   * calls, each after the last user of the one before, reads every user exactly once. Reads only the users of the page
   * and their days in the period, however much is stored. Changes nothing, and may be called concurrently.
   *
   * The purchases are as far as the projection `spending` has read the log. Rejects with a PortError, code
   * `missing-schema` if the database has no such read models; with ValidationError if the limit is wrong.
   */
  page(query: SpendingQuery): Promise<readonly CustomerSpent[]>;
}
