import type { Clock } from '@foldmart/core';

type RequestQueue = {
  pending: readonly unknown[];
  checkPendingRequests(): void;
  scheduleCheckPendingRequests: () => void;
};

type Connection = { connect: () => Promise<unknown>; readonly requestQueue?: RequestQueue };

type Pooled = { readonly connectionPool?: { readonly pool?: readonly Connection[] } };

const RECHECK_MS = 10;

/** Mends, once, what kafkajs 2.2.4 gets wrong in the connections of a broker. */
export class MendedConnections {
  readonly #clock: Clock;
  readonly #mended = new WeakSet<Connection>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  mend(broker: unknown): void {
    for (const connection of (broker as Pooled).connectionPool?.pool ?? []) {
      if (this.#mended.has(connection)) continue;
      this.#mended.add(connection);
      connectOnce(connection);
      restQueue(connection, this.#clock);
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
 * kafkajs looks for waiting requests a thousand times a second, even if there are none, because it sets the next look
 * in the past; newer versions of Node warn of the negative delay. Here it looks only while requests wait. Whether a
 * broker throttles them is decided by kafkajs at each look, by its own time.
 */
function restQueue({ requestQueue }: Connection, clock: Clock): void {
  if (requestQueue === undefined) return;
  let isScheduled = false;
  requestQueue.scheduleCheckPendingRequests = () => {
    if (requestQueue.pending.length === 0 || isScheduled) return;
    isScheduled = true;
    clock.schedule(RECHECK_MS, () => {
      isScheduled = false;
      requestQueue.checkPendingRequests();
    });
  };
}
