import type { IdSource } from '../../ports/id-source.js';
import type { Random } from '../../ports/random.js';

/** Chance and ids from one source: the machine's own, or one that repeats itself. */
export interface Chance {
  readonly random: Random;
  readonly ids: IdSource;
}

/**
 * Reproducible chance: the same name always gives the same sequence from its beginning, different names
 * give sequences that have nothing to do with each other.
 */
export type SeededRandom = (name: string) => Chance;
