import type { RebuildPlan } from '../../ports/rebuild-store.js';
import type { Projection } from '../projection.js';

/** Groups the projections so that no group writes a model of another one; each group is rebuilt as a whole. By id. */
export function planRebuilds(projections: readonly Projection[]): readonly RebuildPlan[] {
  const groups: Projection[][] = [];
  for (const projection of projections) {
    const joined = groups.filter((group) => group.some((other) => shareModel(projection, other)));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([...joined.flat(), projection]);
  }
  return groups
    .map((group) => planOf(projections.filter((projection) => group.includes(projection))))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

function planOf(projections: readonly Projection[]): RebuildPlan {
  const names = projections.map(({ name }) => name).sort();
  return { id: names.join('+'), projections };
}

function shareModel(one: Projection, other: Projection): boolean {
  const names = new Set(one.models.map(({ name }) => name));
  return other.models.some(({ name }) => names.has(name));
}
