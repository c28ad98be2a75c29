import { createHash } from 'node:crypto';
import { upcastDerivedModels, verifyReadModels } from '@foldmart/core';
import { couponModels } from '@foldmart/core/shop';
import type { System } from '../runtime/system.js';

/** What {@link verifyShop} found. */
export type Verification = Awaited<ReturnType<typeof verifyReadModels>>;

/** Folds the whole log afresh and compares every read model and the coupon ledger's tables with it, as of one moment. */
export async function verifyShop(
  system: System,
  options: {
    readonly maxDifferences?: number;
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: { readonly events: number; readonly total: number }) => void;
  } = {},
): Promise<Verification> {
  const { audit } = await system.database();
  const derived = [upcastDerivedModels(system.registry, couponModels)];
  return verifyReadModels({ audit, digest: sha256 }, system.projections, { ...options, derived });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
