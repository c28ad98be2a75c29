import {
  upcastDerivedModels,
  verifyReadModels,
  type ProjectionState,
  type Verification,
} from '@foldmart/core';
import { sha256 } from '@foldmart/node';
import type { Runtime } from '../runtime/runtime.js';

/** How a verification runs. */
export interface VerifyRequest {
  readonly maxDifferences?: number;
  /** Tables that the library does not know and that may be there. */
  readonly allowedTables?: readonly string[];
  /** About how many rows to hold at once: more rows, more memory, and fewer folds of a long log. Default 150,000. */
  readonly rowsAtOnce?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly events: number; readonly total: number }) => void;
}

/** A projection in the database that the domain lacks. */
export type UnknownProjection = Pick<ProjectionState, 'name' | 'version' | 'mode'>;

/** What a verification has found. */
export interface VerifyReport extends Verification {
  /** Projections of the database that the domain lacks: nothing is known about their rows. */
  readonly unknownProjections: readonly UnknownProjection[];
}

/**
 * Folds the whole log and compares every read model and derived table with the result, as of one moment. Reports
 * projections and tables that the domain does not know.
 */
export async function verify(runtime: Runtime, options: VerifyRequest = {}): Promise<VerifyReport> {
  const { audit, projections: store } = await runtime.inspect();
  const { registry, domain, projections } = runtime;
  const derived = domain.derived.map((models) => upcastDerivedModels(registry, models));
  const own = new Set(projections.map(({ name }) => name));
  const states = await store.states();
  const found = await verifyReadModels({ audit, digest: sha256 }, projections, {
    ...options,
    derived,
  });
  const unknownProjections = states
    .filter(({ name }) => !own.has(name))
    .map(({ name, version, mode }) => ({ name, version, mode }));
  return { ...found, unknownProjections };
}

/** True if no row differs and nothing in the database is unknown. */
export function isVerified(report: VerifyReport): boolean {
  const { differenceCount, unknownProjections, unknownTables } = report;
  return differenceCount === 0 && unknownProjections.length + unknownTables.length === 0;
}
