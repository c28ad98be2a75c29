import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';
import { MendedConnections } from '../src/client/kafkajs/mended-connections.js';

it('a connection checks for pending requests by the given clock, and only while there are some', async () => {
  const clock = new VirtualClock();
  let looks = 0;
  const requestQueue = {
    pending: [] as string[],
    checkPendingRequests() {
      looks += 1;
      if (looks === 3) this.pending = [];
      this.scheduleCheckPendingRequests();
    },
    scheduleCheckPendingRequests: () => undefined,
  };
  const connection = { connect: async () => undefined, requestQueue };
  new MendedConnections(clock).mend({ connectionPool: { pool: [connection] } });

  requestQueue.scheduleCheckPendingRequests();
  expect(clock.scheduled).toBe(0);
  requestQueue.pending.push('a request');
  requestQueue.scheduleCheckPendingRequests();
  requestQueue.scheduleCheckPendingRequests();
  expect(clock.scheduled).toBe(1);
  await clock.advance(60_000);
  expect(looks).toBe(3);
  expect(clock.scheduled).toBe(0);
});
