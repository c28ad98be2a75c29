import { randomUUID } from 'node:crypto';
import type { IdSource, Random } from '@foldmart/core';

/** Chance for picks and delays; not for secrets. */
export const systemRandom: Random = { next: () => Math.random() };

/** Version 4 UUIDs of the machine's secure source. */
export const systemIds: IdSource = { next: () => randomUUID() };
