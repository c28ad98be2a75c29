import { createHash } from 'node:crypto';
import {
  projectionFailuresModel,
  type ReadModel,
  type RebuildPlan,
  type RebuildState,
} from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { TextRow } from '../connection/session.js';
import { decodeParked, parkedColumns } from '../projection-store/parked-columns.js';

/** The columns that a query selects for {@link decodeRebuild}, in order. */
export const rebuildColumns = `id, versions::text, position, events, ${canonicalTime('started_at')}, ${canonicalTime('moved_at')}, ${parkedColumns}`;

/** Reads a row of {@link rebuildColumns}. */
export function decodeRebuild(row: TextRow): RebuildState {
  const [id, versions, position, events, startedAt, movedAt, ...parked] = row;
  return {
    id: present(id),
    versions: JSON.parse(present(versions)) as Readonly<Record<string, number>>,
    position: position ?? undefined,
    events: Number(events),
    startedAt: present(startedAt),
    movedAt: present(movedAt),
    parked: decodeParked(parked),
  };
}

/** The models that a plan rebuilds, each once; without the model of skipped events, which is not rebuilt. */
export function modelsOf({ projections }: RebuildPlan): readonly ReadModel[] {
  const models = projections.flatMap((projection) => projection.models);
  const byName = new Map(models.map((model) => [model.name, model]));
  byName.delete(projectionFailuresModel.name);
  return [...byName.values()];
}

/** The version to which each projection of a plan is rebuilt. */
export function versionsOf({ projections }: RebuildPlan): Readonly<Record<string, number>> {
  return Object.fromEntries(projections.map(({ name, version }) => [name, version]));
}

/** Differs between two plans if one cannot resume the other's shadow: they differ in versions, modes or models. */
export function fingerprintOf(plan: RebuildPlan): string {
  const projections = plan.projections.map(({ name, version, mode }) => [name, version, mode]);
  const made = JSON.stringify([projections, modelsOf(plan)]);
  return createHash('sha256').update(made).digest('hex');
}
