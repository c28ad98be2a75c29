import {
  planRebuilds,
  projectionLock,
  rebuildLock,
  type LeaderLease,
  type LogBacklog,
  type LogBlocker,
  type Projection,
  type ProjectionState,
  type RebuildState,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** The state of a projection. */
export interface ProjectionOverview {
  readonly name: string;
  readonly mode: Projection['mode'];
  /** The version of this program; null if it has no such projection. */
  readonly version: number | null;
  /** The version that made the rows; null if the database does not know the projection yet. */
  readonly liveVersion: number | null;
  readonly models: readonly string[];
  /**
   * `current`: its rows hold every committed event. `behind`: they lack some. `new`: no program has opened the database
   * for writing with it. `unknown`: the database has it, and this program does not.
   */
  readonly condition: 'current' | 'behind' | 'outdated' | 'newer' | 'new' | 'unknown' | 'parked';
  /** Committed events after its checkpoint, visible to followers or not; 0 for inline ones. */
  readonly behind: number;
  /** Those of them that wait for the blocker. */
  readonly hidden: number;
  /** When the oldest event that it lacks was recorded; null if it lacks none. */
  readonly behindSince: string | null;
  readonly movedAt: string | null;
  /** The last process that led it, or its rebuild while there is one, and its lease; null if none ever did. */
  readonly leader: LeaderLease | null;
  readonly parked: NonNullable<ProjectionState['parked']> | null;
  readonly rebuild: RebuildProgress | null;
}

/** The progress of a rebuild. */
interface RebuildProgress {
  readonly id: string;
  readonly events: number;
  readonly total: number;
  readonly isParked: boolean;
}

/** Every projection that this program or the database knows, by name, and the transaction that they all wait for. */
export interface ProjectionSurvey {
  readonly projections: readonly ProjectionOverview[];
  readonly blocker: LogBlocker | null;
}

/** Reads the states of projections; changes nothing. */
export async function surveyProjections(runtime: Runtime): Promise<ProjectionSurvey> {
  const { projections: store, rebuilds, events, locks } = await runtime.inspect();
  // Checkpoints are read before the backlogs: in between, a projection moves on, and is reported behind rather than
  // current.
  const states = await store.states();
  const [underWay, whole, leases, blocker] = await Promise.all([
    rebuilds.list(),
    events.backlog(),
    locks.leases(),
    events.blocker(),
  ]);
  const own = new Map(runtime.projections.map((projection) => [projection.name, projection]));
  const known = new Map(states.map((state) => [state.name, state]));
  const names = new Set([...known.keys(), ...own.keys()]);
  const projections = [...names].sort().map(async (name) => {
    const [state, projection] = [known.get(name), own.get(name)];
    const isAsync = (state ?? projection)?.mode === 'async';
    const start = state?.position;
    const backlog = !isAsync ? nothing : start === undefined ? whole : await events.backlog(start);
    const rebuild = progressOf(name, runtime.projections, underWay, whole.events);
    const leader = findLeader(leases, name, rebuild);
    return {
      ...identify(name, state, projection),
      ...measure(state, projection, backlog),
      leader,
      rebuild,
    };
  });
  return { projections: await Promise.all(projections), blocker: blocker ?? null };
}

const nothing: LogBacklog = { events: 0, hidden: 0, since: undefined };

function identify(
  name: string,
  state: ProjectionState | undefined,
  own: Projection | undefined,
): Pick<ProjectionOverview, 'name' | 'mode' | 'version' | 'liveVersion' | 'models'> {
  return {
    name,
    mode: state?.mode ?? own?.mode ?? 'async',
    version: own?.version ?? null,
    liveVersion: state?.version ?? null,
    models: own?.models.map((model) => model.name) ?? [],
  };
}

type Measured = 'condition' | 'behind' | 'hidden' | 'behindSince' | 'movedAt' | 'parked';

function measure(
  state: ProjectionState | undefined,
  own: Projection | undefined,
  { events: behind, hidden, since }: LogBacklog,
): Pick<ProjectionOverview, Measured> {
  return {
    condition: conditionOf(state, own, behind),
    behind,
    hidden,
    behindSince: since ?? null,
    movedAt: state?.movedAt ?? null,
    parked: state?.parked ?? null,
  };
}

/** While a rebuild runs, the process that leads it does the projection's work. */
function findLeader(
  leases: readonly LeaderLease[],
  projection: string,
  rebuild: RebuildProgress | null,
): LeaderLease | null {
  const lock = rebuild === null ? projectionLock(projection) : rebuildLock(rebuild.id);
  return leases.find(({ name }) => name === lock) ?? null;
}

function progressOf(
  name: string,
  projections: readonly Projection[],
  underWay: readonly RebuildState[],
  total: number,
): RebuildProgress | null {
  const plan = planRebuilds(projections).find((each) =>
    each.projections.some((projection) => projection.name === name),
  );
  const rebuild = underWay.find(({ id }) => id === plan?.id);
  if (rebuild === undefined) return null;
  const { id, events, parked } = rebuild;
  return { id, events, total, isParked: parked !== undefined };
}

function conditionOf(
  state: ProjectionState | undefined,
  own: Projection | undefined,
  behind: number,
): ProjectionOverview['condition'] {
  if (own === undefined) return 'unknown';
  if (state === undefined) return 'new';
  if (state.version < own.version) return 'outdated';
  if (state.version > own.version) return 'newer';
  if (state.parked !== undefined) return 'parked';
  return behind === 0 ? 'current' : 'behind';
}
