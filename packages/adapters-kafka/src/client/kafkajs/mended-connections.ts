type RequestQueue = {
  pending: readonly unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests: () => void;
};

type Connection = { connect: () => Promise<unknown>; readonly requestQueue?: RequestQueue };

type Pooled = { readonly connectionPool?: { readonly pool?: readonly Connection[] } };

const RECHECK_MS = 10;

/** Mends, once, what kafkajs 2.2.4 gets wrong in the connections of a broker. */
export class MendedConnections {
  readonly #mended = new WeakSet<Connection>();

  mend(broker: unknown): void {
    for (const connection of (broker as Pooled).connectionPool?.pool ?? []) {
      if (this.#mended.has(connection)) continue;
      this.#mended.add(connection);
      connectOnce(connection);
      restQueue(connection);
    }
  }
}

/**
 * Requests that find a connection closed each open a socket of their own, all but one of which are
 * forgotten while their data still comes in. Here they wait for the same one.
 */
function connectOnce(connection: Connection): void {
  const connect = connection.connect.bind(connection);
  let connecting: Promise<unknown> | undefined;
  connection.connect = () => {
    connecting ??= connect().finally(() => {
      connecting = undefined;
    });
    return connecting;
  };
}

/**
 * The next look for requests that wait is set in the past even when there are none, so that each
 * connection wakes a thousand times a second, and newer versions of Node warn of the negative delay.
 */
function restQueue({ requestQueue }: Connection): void {
  if (requestQueue !== undefined) requestQueue.scheduleCheckPendingRequests = scheduleCheck;
}

function scheduleCheck(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const delayMs = Math.max(this.throttledUntil - Date.now(), RECHECK_MS);
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, delayMs);
}
