import { outdatedPlans } from '../rebuild/outdated-plans.js';
import type { Projection } from '../projection.js';
import type { Logger } from '../../ports/logger.js';
import type { ProjectionFailure, ProjectionStore } from '../../ports/projection-store.js';
import type { RebuildPlan, RebuildStore } from '../../ports/rebuild-store.js';
import { fixHint, parkedHint } from './projection-failure.js';
import { buildsVersionsOf } from '../rebuild/rebuild-run.js';

/** Whether a projection may follow the log, and if not, why. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outdated'; readonly plan: RebuildPlan }
  /**
   * A newer program has made its rows, or its rows are outdated and a newer program has made those of others in its
   * plan.
   */
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'parked'; readonly failure: ProjectionFailure & { readonly parkedAt: string } }
  | {
      readonly kind: 'rebuild-parked';
      readonly plan: RebuildPlan;
      readonly failure: ProjectionFailure & { readonly parkedAt: string };
    };

/** Reads from the store the state of the projection and of those that share its models. */
export async function findReadiness(
  dependencies: {
    readonly projections: ProjectionStore;
    readonly rebuilds: RebuildStore;
    readonly all: readonly Projection[];
  },
  projection: Projection,
): Promise<Readiness> {
  const states = await dependencies.projections.states();
  const state = states.find(({ name }) => name === projection.name);
  if (state !== undefined && state.version > projection.version) {
    return { kind: 'newer', version: state.version };
  }
  const plan = outdatedPlans(states, dependencies.all).find(({ projections }) =>
    projections.some(({ name }) => name === projection.name),
  );
  if (plan !== undefined) return readinessToRebuild(dependencies.rebuilds, plan);
  if (state !== undefined && state.version < projection.version) {
    return { kind: 'newer', version: state.version };
  }
  if (state?.parked !== undefined) return { kind: 'parked', failure: state.parked };
  return { kind: 'ready' };
}

/** A parked rebuild is not restarted automatically: an operator restarts it after fixing the cause. */
async function readinessToRebuild(rebuilds: RebuildStore, plan: RebuildPlan): Promise<Readiness> {
  const underWay = (await rebuilds.list()).find(({ id }) => id === plan.id);
  if (underWay?.parked === undefined || !buildsVersionsOf(underWay, plan))
    return { kind: 'outdated', plan };
  return { kind: 'rebuild-parked', plan, failure: underWay.parked };
}

/** Logs why a projection waits, once for each cause, however often the cause is reported. */
export function createStandstillReport(
  logger: Logger,
  { name, version }: Projection,
): (readiness: Readiness) => void {
  let told = '';
  return (readiness) => {
    const cause = JSON.stringify({ ...readiness, plan: undefined });
    if (cause === told) return;
    told = cause;
    if (readiness.kind === 'newer') {
      const versions = { version, rowsOf: readiness.version };
      const hint = 'a newer program has made its rows: upgrade or stop this one';
      logger.info('a projection stands by', { projection: name, ...versions, hint });
    } else if (readiness.kind === 'parked') {
      const hint = parkedHint(name);
      logger.error('a projection is parked', { projection: name, ...readiness.failure, hint });
    } else if (readiness.kind === 'rebuild-parked') {
      const { plan, failure } = readiness;
      const hint = fixHint(`rebuild ${name}`);
      logger.error('a projection waits for its rebuild, which is parked', {
        projection: name,
        plan: plan.id,
        ...failure,
        hint,
      });
    }
  };
}
