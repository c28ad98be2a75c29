import { createHash } from 'node:crypto';

/** Choices of a drill that a seed repeats. */
export interface DrillChoices {
  readonly seed: string;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** The choices of one drill. `npm run drills -- --seed` sets the seed, and prints it otherwise. */
export function drillChoices(drill: string): DrillChoices {
  const seed = process.env['FOLDMART_DRILL_SEED'] ?? '1';
  let count = 0;
  const next = (): number => {
    count += 1;
    const text = `${seed}/${drill}/${String(count)}`;
    return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
  };
  return {
    seed,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}
