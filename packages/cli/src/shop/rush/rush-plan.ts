/** The parameters of a rush. */
export interface RushPlan {
  readonly users: number;
  readonly requestsPerUser: number;
  readonly stock: number;
  readonly apis: number;
  readonly workers: number;
  /** The maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Whether to send a request only when the previous one has its outcome. */
  readonly inTurn: boolean;
  /**
   * How many workers to kill. One is killed each time a further share of the requests is decided.
   */
  readonly killWorkers: number;
  /** The time without progress after which the rush gives up, in milliseconds. */
  readonly patienceMs: number;
  readonly couponId: number;
}

/** The number of requests of a rush. */
export function requestCount({ users, requestsPerUser }: RushPlan): number {
  return users * requestsPerUser;
}
