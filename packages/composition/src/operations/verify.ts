import { upcastDerivedModels, verifyReadModels, type Verification } from '@foldmart/core';
import { sha256 } from '@foldmart/node';
import type { Runtime } from '../runtime/runtime.js';

/** How a verification runs. */
export interface VerifyRequest {
  readonly maxDifferences?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly events: number; readonly total: number }) => void;
}

/** Folds the whole log and compares every read model and derived table with the result, as of one moment. */
export async function verify(runtime: Runtime, options: VerifyRequest = {}): Promise<Verification> {
  const { audit } = await runtime.inspect();
  const { registry, domain, projections } = runtime;
  const derived = domain.derived.map((models) => upcastDerivedModels(registry, models));
  return verifyReadModels({ audit, digest: sha256 }, projections, { ...options, derived });
}
