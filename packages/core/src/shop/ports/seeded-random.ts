import type { IdSource } from '../../ports/id-source.js';
import type { Random } from '../../ports/random.js';

/** Randomness and ids from one source: the machine's, or a reproducible one. */
export interface Chance {
  readonly random: Random;
  readonly ids: IdSource;
}

/**
 * Reproducible randomness: each call with the same name starts the same sequence; sequences of different names are
 * independent.
 */
export type SeededRandom = (name: string) => Chance;
