import {
  subscriptionLock,
  type LeaderLease,
  type LogBlocker,
  type LogPosition,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { outboxName } from '../roles/relay-outbox.js';

/** The progress of the outbox relay; nulls before its checkpoint has moved. */
export interface OutboxOverview {
  readonly position: LogPosition | null;
  readonly movedAt: string | null;
  /** Committed events of any kind that it has not read, visible to followers or not. */
  readonly behind: number;
  /** Those of them that wait for the blocker. */
  readonly hidden: number;
  /** When the oldest event that it has not read was recorded; null if there is none. */
  readonly behindSince: string | null;
  /** The last process that relayed, and its lease; null if none ever did. */
  readonly leader: LeaderLease | null;
  /** The transaction that hides committed events from it. */
  readonly blocker: LogBlocker | null;
}

/** Reads how far the relay is; changes nothing. */
export async function surveyOutbox(runtime: Runtime): Promise<OutboxOverview> {
  const { checkpoints, events, locks } = await runtime.inspect();
  const state = (await checkpoints.list()).find(({ subscription }) => subscription === outboxName);
  const { events: behind, hidden, since } = await events.backlog(state?.position);
  const leases = await locks.leases();
  return {
    position: state?.position ?? null,
    movedAt: state?.movedAt ?? null,
    behind,
    hidden,
    behindSince: since ?? null,
    leader: leases.find(({ name }) => name === subscriptionLock(outboxName)) ?? null,
    blocker: (await events.blocker()) ?? null,
  };
}
