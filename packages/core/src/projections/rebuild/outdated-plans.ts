import type { ProjectionState } from '../../ports/projection-store.js';
import type { RebuildPlan } from '../../ports/rebuild-store.js';
import { planRebuilds } from './plan-rebuilds.js';
import type { Projection } from '../projection.js';

/**
 * The plans that must be rebuilt before this program's projections can resume, by id. Some of their rows are of a
 * lower version, and none of a higher one: a newer program has made those, and an older program must not replace
 * them.
 */
export function outdatedPlans(
  states: readonly Pick<ProjectionState, 'name' | 'version'>[],
  projections: readonly Projection[],
): readonly RebuildPlan[] {
  const versions = new Map(states.map(({ name, version }) => [name, version]));
  const stored = ({ name, version }: Projection): number => versions.get(name) ?? version;
  return planRebuilds(projections).filter(
    (plan) =>
      plan.projections.some((projection) => stored(projection) < projection.version) &&
      plan.projections.every((projection) => stored(projection) <= projection.version),
  );
}
