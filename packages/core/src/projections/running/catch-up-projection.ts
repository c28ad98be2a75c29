import { PortError, type PortErrorCode } from '../../errors/index.js';
import type { LogPosition } from '../../events/log-position.js';
import type { Projection } from '../projection.js';
import { projectPage, type ProjectionDependencies } from './project-page.js';
import { parkedHint, parkedText } from './projection-failure.js';

export interface CatchUpProjectionOptions {
  /** Events per step; default 2,000. */
  readonly pageSize?: number;
  /** Ends after the step that reaches this number of events; default: at the end of the log. */
  readonly maxEvents?: number;
  readonly signal?: AbortSignal;
}

/**
 * Projects all events that the log shows now and resolves with their number. Takes no lock; for tests and one-shot
 * commands.
 *
 * Rejects with PortError, `rejected`, if the projection is parked or parks. Rejects with the code
 * `projection-version` if its rows are of another version.
 */
export async function catchUpProjection(
  dependencies: ProjectionDependencies,
  projection: Projection,
  { pageSize = 2_000, maxEvents = Number.POSITIVE_INFINITY, signal }: CatchUpProjectionOptions = {},
): Promise<number> {
  let total = 0;
  let from = await goOnFrom(dependencies, projection);
  while (signal?.aborted !== true && total < maxEvents) {
    const page = await projectPage(dependencies, projection, { from, pageSize });
    total += page.events;
    if (page.outcome === 'moved' && page.events === 0) return total;
    from = page.outcome === 'moved' ? page.at : await goOnFrom(dependencies, projection);
  }
  return total;
}

/** The checkpoint, if the projection may resume from it. */
async function goOnFrom(
  { projections }: ProjectionDependencies,
  projection: Projection,
): Promise<LogPosition | undefined> {
  const { name, version } = projection;
  const state = (await projections.states()).find((known) => known.name === name);
  if (state !== undefined && state.version !== version) {
    const versions = `its rows are of version ${String(state.version)}, this program's is ${String(version)}`;
    const hint = `foldmart projections rebuild ${name}, or upgrade this program`;
    throw standstill(name, versions, hint, 'projection-version');
  }
  if (state?.parked !== undefined) {
    throw standstill(name, parkedText(state.parked), parkedHint(name));
  }
  return projections.checkpoint(projection);
}

function standstill(name: string, why: string, hint: string, code?: PortErrorCode): PortError {
  return new PortError({
    port: 'projection-store',
    operation: 'catchUp',
    reason: 'rejected',
    message: `Projection ${name} cannot resume: ${why}.`,
    hint,
    ...(code === undefined ? {} : { code }),
  });
}
