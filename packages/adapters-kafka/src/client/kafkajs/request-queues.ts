type RequestQueue = {
  pending: readonly unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests: () => void;
};

type Pooled = {
  readonly connectionPool?: { readonly pool?: readonly { requestQueue?: RequestQueue }[] };
};

const RECHECK_MS = 10;

/**
 * Keeps a broker's connections from looking for waiting requests when there are none. kafkajs 2.2.4 sets
 * the next look in the past and so wakes each connection a thousand times a second, and newer versions of
 * Node warn of the negative delay (tulios/kafkajs#1751).
 */
export function restRequestQueues(broker: unknown): void {
  for (const { requestQueue } of (broker as Pooled).connectionPool?.pool ?? []) {
    if (requestQueue !== undefined) requestQueue.scheduleCheckPendingRequests = scheduleCheck;
  }
}

function scheduleCheck(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const delayMs = Math.max(this.throttledUntil - Date.now(), RECHECK_MS);
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, delayMs);
}
