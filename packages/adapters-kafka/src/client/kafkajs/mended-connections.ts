import type { Clock } from '@foldmart/core';

type RequestQueue = {
  pending: readonly unknown[];
  checkPendingRequests(): void;
  scheduleCheckPendingRequests: () => void;
};

type Connection = { connect: () => Promise<unknown>; readonly requestQueue?: RequestQueue };

type Pooled = { readonly connectionPool?: { readonly pool?: readonly Connection[] } };

const RECHECK_MS = 10;

/** Fixes two defects of kafkajs 2.2.4 in the connections of a broker, once per connection. */
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
 * In kafkajs, concurrent requests on a closed connection each open a socket; all but one leak, and still receive
 * data. Here they share one attempt to connect.
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
 * kafkajs checks for pending requests a thousand times a second, even if there are none, because it schedules the
 * next check in the past; newer versions of Node warn of the negative delay. Here it checks only while requests are
 * pending. At each check, kafkajs itself decides whether a broker throttles them.
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
