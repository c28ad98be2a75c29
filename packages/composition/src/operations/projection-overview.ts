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
  /** The version of this program; null if it has no such projection. */
  readonly version: number | null;
  /** The version that made the rows; null if the database does not know the projection yet. */
  readonly liveVersion: number | null;
  readonly models: readonly string[];
  /**
   * `new`: no program has opened the database for writing with it. `unknown`: the database has it, and this program does
   * not.
   */
  readonly condition: 'current' | 'outdated' | 'newer' | 'new' | 'unknown' | 'parked';
  /** Events behind its checkpoint; 0 for inline ones. */
  readonly behind: number;
  readonly movedAt: string | null;
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
  const known = new Set(states.map(({ name }) => name));
  const unregistered = runtime.projections.filter(({ name }) => !known.has(name));
  const all = [...projections, ...unregistered.map((each) => newOverview(each, total))];
  return { projections: all.sort(byName), blocker: blocker ?? null };
}

function byName({ name: one }: ProjectionOverview, { name: other }: ProjectionOverview): number {
  return one < other ? -1 : 1;
}

function newOverview(
  { name, mode, version, models }: Projection,
  total: number,
): ProjectionOverview {
  return {
    name,
    mode,
    version,
    liveVersion: null,
    models: models.map((model) => model.name),
    condition: 'new',
    behind: mode === 'async' ? total : 0,
    movedAt: null,
    parked: null,
    rebuild: null,
  };
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
