import {
  planRebuilds,
  type LogBlocker,
  type LogPosition,
  type Projection,
  type ProjectionState,
  type RebuildState,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** The state of a projection. */
export interface ProjectionOverview {
  readonly name: string;
  readonly mode: Projection['mode'];
  /** The version in this program; null if it has no such projection. */
  readonly version: number | null;
  /** The version that made the rows. */
  readonly liveVersion: number;
  readonly models: readonly string[];
  readonly condition: 'current' | 'outdated' | 'newer' | 'unknown' | 'parked';
  /** The number of events after its checkpoint; 0 for inline projections. */
  readonly behind: number;
  readonly movedAt: string;
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

/** Every projection that this program or the database knows, by name, and the transaction that blocks all of them. */
export interface ProjectionSurvey {
  readonly projections: readonly ProjectionOverview[];
  readonly blocker: LogBlocker | null;
}

/** Reads the state of all projections from the database. */
export async function surveyProjections(runtime: Runtime): Promise<ProjectionSurvey> {
  const { projections: store, rebuilds, events } = await runtime.inspect();
  const [states, underWay, total, blocker] = await Promise.all([
    store.states(),
    rebuilds.list(),
    events.count(),
    events.blocker(),
  ]);
  const own = new Map(runtime.projections.map((projection) => [projection.name, projection]));
  const projections = await Promise.all(
    states.map(async (state) =>
      overview(state, own.get(state.name), {
        behind: await behind(state, (after) => events.count(after)),
        rebuild: progressOf(state.name, runtime.projections, underWay, total),
      }),
    ),
  );
  return { projections, blocker: blocker ?? null };
}

async function behind(
  { mode, position }: ProjectionState,
  count: (after: LogPosition | undefined) => Promise<number>,
): Promise<number> {
  return mode === 'async' ? count(position) : 0;
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

function overview(
  state: ProjectionState,
  own: Projection | undefined,
  measured: Pick<ProjectionOverview, 'behind' | 'rebuild'>,
): ProjectionOverview {
  const { name, mode, version: liveVersion, movedAt, parked } = state;
  return {
    name,
    mode,
    version: own?.version ?? null,
    liveVersion,
    models: own?.models.map((model) => model.name) ?? [],
    condition: conditionOf(state, own),
    movedAt,
    parked: parked ?? null,
    ...measured,
  };
}

function conditionOf(
  { version, parked }: ProjectionState,
  own: Projection | undefined,
): ProjectionOverview['condition'] {
  if (own === undefined) return 'unknown';
  if (version < own.version) return 'outdated';
  if (version > own.version) return 'newer';
  return parked === undefined ? 'current' : 'parked';
}
