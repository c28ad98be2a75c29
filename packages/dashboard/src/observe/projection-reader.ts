import { durationText, type Runtime, type StoreFigures } from '@foldmart/composition';
import {
  planRebuilds,
  projectionLock,
  rebuildLock,
  type LeaderLease,
  type LogBlocker,
  type ProjectionState,
  type RebuildState,
} from '@foldmart/core';
import type { LeaseView, ProjectionView } from '../views/overview-view.js';

/** What the database tells of projections and leaders. */
export interface ProjectionFigures {
  readonly states: readonly ProjectionState[];
  readonly rebuilds: readonly RebuildState[];
  readonly leases: readonly LeaderLease[];
  readonly blocker: string | null;
}

/** Reads projections and leaders. Looks at no event: the log can be long. */
export async function readProjections(runtime: Runtime): Promise<ProjectionFigures> {
  const { projections, rebuilds, locks, events } = await runtime.inspect();
  const [states, underWay, leases, blocker] = await Promise.all([
    projections.states(),
    rebuilds.list(),
    locks.leases(),
    events.blocker(),
  ]);
  return { states, rebuilds: underWay, leases, blocker: troubleOf(blocker) };
}

/** Every append hides later events until it ends. Only one that does not end needs an operator. */
const patienceMs = 2_000;

function troubleOf(blocker: LogBlocker | undefined): string | null {
  if (blocker === undefined || blocker.ageMs < patienceMs) return null;
  return `${blocker.description}, for ${durationText(blocker.ageMs)}`;
}

/** The domain's projections, with the events that each has still to read. */
export function viewProjections(
  { projections }: Runtime,
  figures: ProjectionFigures,
  store: StoreFigures,
): readonly ProjectionView[] {
  const plans = planRebuilds(projections);
  return projections.map(({ name, mode, version, models }) => {
    const state = figures.states.find((each) => each.name === name);
    const behind = store.projections.find((each) => each.name === name)?.behind ?? 0;
    const plan = plans.find((each) => each.projections.some((own) => own.name === name));
    const rebuild = figures.rebuilds.find(({ id }) => id === plan?.id);
    const lock = rebuild === undefined ? projectionLock(name) : rebuildLock(rebuild.id);
    const leader = figures.leases.find((lease) => lease.name === lock);
    return {
      name,
      mode,
      models: models.map((model) => model.name),
      condition: conditionOf(state, version, behind),
      behind,
      movedAt: state?.movedAt ?? null,
      leader: leader === undefined ? null : { holder: leader.holder, isValid: leader.isValid },
      parked: state?.parked?.detail ?? null,
      rebuild: rebuild === undefined ? null : { events: rebuild.events },
    };
  });
}

/** The leases that belong to no projection: subscriptions, the outbox and the domain's own. */
export function otherLeases(
  { projections }: Runtime,
  { leases }: ProjectionFigures,
): readonly LeaseView[] {
  const own = new Set([
    ...projections.map(({ name }) => projectionLock(name)),
    ...planRebuilds(projections).map(({ id }) => rebuildLock(id)),
  ]);
  return leases
    .filter(({ name }) => !own.has(name))
    .map(({ name, holder, isValid, renewedAt }) => ({ name, holder, isValid, renewedAt }));
}

function conditionOf(
  state: ProjectionState | undefined,
  version: number,
  behind: number,
): ProjectionView['condition'] {
  if (state === undefined) return 'new';
  if (state.version !== version) return state.version < version ? 'outdated' : 'newer';
  if (state.parked !== undefined) return 'parked';
  return behind === 0 ? 'current' : 'behind';
}
