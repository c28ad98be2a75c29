import {
  projectionLock,
  subscriptionLock,
  type CheckpointState,
  type LeaderLease,
  type LogBacklog,
  type LogPosition,
  type ProjectionState,
} from '@foldmart/core';
import { outboxName } from '../roles/relay-outbox.js';
import type { Runtime } from '../runtime/runtime.js';

/** A follower of the log whose leader runs, and which has not moved for too long although events wait. */
export interface StalledFollower {
  readonly kind: 'projection' | 'subscription';
  readonly name: string;
  readonly behind: number;
  readonly forMs: number;
  /** The process that leads it. */
  readonly leader: string;
}

/**
 * The projections and subscriptions that a running process leads and that have not moved for PROGRESS_TIMEOUT although
 * events wait. Changes nothing. Times are those of the database: a lease that is valid was renewed a moment ago.
 */
export async function surveyStalled(runtime: Runtime): Promise<readonly StalledFollower[]> {
  const limitMs = runtime.settings.values.PROGRESS_TIMEOUT;
  if (limitMs === 0) return [];
  const { projections, checkpoints, events, locks } = await runtime.inspect();
  const [states, moved] = await Promise.all([projections.states(), checkpoints.list()]);
  const leases = new Map((await locks.leases()).map((lease) => [lease.name, lease]));
  const known = new Map(moved.map((state) => [state.subscription, state]));
  const names = [...known.keys(), ...runtime.domain.subscriptions.map(({ name }) => name)];
  const subscriptions = [...new Set([...names, outboxName])].map((name) => {
    return fromSubscription(name, known.get(name));
  });
  const followers = [...states.flatMap(fromProjection), ...subscriptions];
  const found = followers.map(async ({ kind, name, lock, position, movedAt }) => {
    const lease = leases.get(lock);
    // What waits is not counted for one that has just moved: that takes long if it is much.
    if (lease?.isValid !== true || sinceMoveMs(movedAt, lease) < limitMs) return [];
    const backlog = await events.backlog(position);
    const forMs = stillMs(backlog, movedAt, lease);
    if (forMs < limitMs) return [];
    return [{ kind, name, behind: backlog.events, forMs, leader: lease.holder }];
  });
  return (await Promise.all(found)).flat();
}

type Renewal = Pick<LeaderLease, 'renewedAt'>;

function sinceMoveMs(movedAt: string | undefined, { renewedAt }: Renewal): number {
  return movedAt === undefined
    ? Number.POSITIVE_INFINITY
    : Date.parse(renewedAt) - Date.parse(movedAt);
}

/** How long a follower has not moved although it could: 0 if no visible event waits. */
function stillMs(
  { events, hidden, since }: LogBacklog,
  movedAt: string | undefined,
  lease: Renewal,
): number {
  if (since === undefined || events === hidden) return 0;
  const waitsMs = Date.parse(lease.renewedAt) - Date.parse(since);
  return Math.max(0, Math.min(waitsMs, sinceMoveMs(movedAt, lease)));
}

interface Follower {
  readonly kind: StalledFollower['kind'];
  readonly name: string;
  readonly lock: string;
  readonly position: LogPosition | undefined;
  /** Undefined before its first move. */
  readonly movedAt: string | undefined;
}

function fromProjection({ name, mode, position, movedAt, parked }: ProjectionState): Follower[] {
  if (mode !== 'async' || parked !== undefined) return [];
  return [{ kind: 'projection', name, lock: projectionLock(name), position, movedAt }];
}

function fromSubscription(name: string, state: CheckpointState | undefined): Follower {
  const { position, movedAt } = state ?? {};
  return { kind: 'subscription', name, lock: subscriptionLock(name), position, movedAt };
}
