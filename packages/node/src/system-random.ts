import type { Random } from '@foldmart/core';

/** Pseudo-random numbers for picks and delays. Do not use them for secrets. */
export const systemRandom: Random = { next: () => Math.random() };
