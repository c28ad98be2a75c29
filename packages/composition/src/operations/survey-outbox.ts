import type { LogBlocker, LogPosition } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { outboxName } from '../roles/relay-outbox.js';

/** The progress of the outbox relay; nulls before its checkpoint has moved. */
export interface OutboxOverview {
  readonly position: LogPosition | null;
  readonly movedAt: string | null;
  /** Events of any kind that it has not read. */
  readonly behind: number;
  /** The transaction that hides committed events from it. */
  readonly blocker: LogBlocker | null;
}

/** Reads how far the relay is; changes nothing. */
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
