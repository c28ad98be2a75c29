import { randomUUID } from 'node:crypto';
import type { IdSource, Random } from '@foldmart/core';

/** Pseudo-random numbers for picks and delays. Do not use them for secrets. */
export const systemRandom: Random = { next: () => Math.random() };

/** Version 4 UUIDs from the machine's cryptographic source. */
export const systemIds: IdSource = { next: () => randomUUID() };
