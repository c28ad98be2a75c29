import {
  planRebuilds,
  rebuildProjections,
  silentLogger,
  type Projection,
  type ReadModel,
  type RebuildPlan,
  type RebuildResult,
} from '@foldmart/core';
import { shopProjections, usersModel } from '@foldmart/core/shop';
import { realClock } from '@foldmart/conformance';
import type { PostgresDatabase } from '../../src/index.js';

/** The shop's projections at a version; even ones keep ages as text, and say how a user came. */
export function shopAt(version: number): readonly Projection[] {
  return shopProjections().map((projection) => ({
    ...projection,
    version,
    models: projection.models.map((model) => (model.name === 'users' ? usersAt(version) : model)),
  }));
}

/** Users as {@link shopAt} keeps them. */
function usersAt(version: number): ReadModel {
  if (version % 2 === 1) return usersModel;
  return { ...usersModel, columns: { ...usersModel.columns, age: 'text', came_by: 'text' } };
}

/** The plan that contains the projection of this name. */
export function planOf(projections: readonly Projection[], name: string): RebuildPlan {
  const plan = planRebuilds(projections).find((each) =>
    each.projections.some((projection) => projection.name === name),
  );
  if (plan === undefined) throw new Error(`No plan has ${name}.`);
  return plan;
}

/** Runs a rebuild of a plan to its end, as the library does. */
export function rebuildPlan(
  { events, rebuilds, locks }: PostgresDatabase,
  plan: RebuildPlan,
  pageSize = 500,
): Promise<RebuildResult> {
  const random = { next: Math.random };
  const dependencies = { store: events, rebuilds, locks, clock: realClock, random };
  return rebuildProjections({ ...dependencies, logger: silentLogger }, plan, { pageSize });
}
