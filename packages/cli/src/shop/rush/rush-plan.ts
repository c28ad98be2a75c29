/** Who races whom, for how much. */
export interface RushPlan {
  readonly users: number;
  readonly requestsPerUser: number;
  readonly stock: number;
  readonly apis: number;
  readonly workers: number;
  /** Requests on their way at the same time. */
  readonly concurrency: number;
  /** Whether a request is made only when the one before has its outcome. */
  readonly inTurn: boolean;
  /** How many workers are killed, one each time a further share of the requests is decided. */
  readonly killWorkers: number;
  /** How long nothing may happen before the rush is given up, in milliseconds. */
  readonly patienceMs: number;
  readonly couponId: number;
}

/** How many requests a rush makes. */
export function requestCount({ users, requestsPerUser }: RushPlan): number {
  return users * requestsPerUser;
}
