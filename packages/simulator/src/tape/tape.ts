/**
 * The decisions of a run that are not 0, by lane: pairs of an index and a number. Every decision that a tape does not
 * name is 0, the harmless choice: no fault, the first that can run, the shortest delay. Removing a decision or lowering
 * its number therefore always gives a valid tape, and a simpler run.
 */
export interface Tape {
  /** Seeds the ids and the random numbers of the processes, which are not decisions. */
  readonly seed: number;
  readonly lanes: Readonly<Record<string, readonly Decided[]>>;
}

/** The index of a decision in its lane, and what was decided. */
export type Decided = readonly [index: number, number: number];

/** The number of decisions on a tape. */
export function tapeLength({ lanes }: Tape): number {
  return Object.values(lanes).reduce((sum, decided) => sum + decided.length, 0);
}
