import type { Clock, EventStore } from '@foldmart/core';
import { waitUntil } from '../waiting.js';

/** Waits until readers see every committed event: an older transaction of the server can hide the newest ones. */
export async function waitUntilVisible(
  clock: Clock,
  events: Pick<EventStore, 'backlog'>,
): Promise<void> {
  await waitUntil(
    clock,
    'readers see the whole log',
    async () => (await events.backlog()).hidden === 0,
  );
}
