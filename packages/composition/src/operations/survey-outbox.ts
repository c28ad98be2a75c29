import type { LogBlocker, LogPosition } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { outboxName } from '../roles/relay-outbox.js';

/** The progress of the outbox relay; nulls before its checkpoint has moved. */
export interface OutboxOverview {
  readonly position: LogPosition | null;
  readonly movedAt: string | null;
  /** The number of events after its checkpoint, whether or not they are published. */
  readonly behind: number;
  /** The transaction that hides committed events from it. */
  readonly blocker: LogBlocker | null;
}

/** Reads the progress of the relay from the database. */
export async function surveyOutbox(runtime: Runtime): Promise<OutboxOverview> {
  const { checkpoints, events } = await runtime.inspect();
  const state = (await checkpoints.list()).find(({ subscription }) => subscription === outboxName);
  return {
    position: state?.position ?? null,
    movedAt: state?.movedAt ?? null,
    behind: await events.count(state?.position),
    blocker: (await events.blocker()) ?? null,
  };
}
