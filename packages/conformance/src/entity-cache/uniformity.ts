import assert from 'node:assert/strict';

/** The standard normal deviate that is exceeded once in ten million draws. */
const rareDeviate = 5.2;

/**
 * Asserts that `counts`, one for each possible outcome, could come from a uniform choice. A correct sampler fails
 * less than once in a million runs. The bound is Wilson and Hilferty's approximation of the chi-square distribution
 * (1931). Draws without repetition vary less than it allows, so it errs in their favour.
 */
export function assertUniform(what: string, counts: readonly number[]): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const expected = total / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const bound = rareChiSquare(counts.length - 1);
  assert.ok(
    statistic <= bound,
    `${what}: chi-square ${statistic.toFixed(0)} over ${counts.length} outcomes, at most ${bound.toFixed(0)} expected; ` +
      `drawn ${Math.min(...counts)} to ${Math.max(...counts)} times around ${expected.toFixed(0)}`,
  );
}

/** Counts how often each of `outcomes` is in `drawn`. Any other value in it is an error. */
export function countOutcomes(
  outcomes: readonly string[],
  drawn: readonly string[],
): readonly number[] {
  const counts = new Map(outcomes.map((outcome) => [outcome, 0]));
  for (const outcome of drawn) {
    const count = counts.get(outcome);
    assert.ok(count !== undefined, `${outcome} cannot be drawn`);
    counts.set(outcome, count + 1);
  }
  return [...counts.values()];
}

function rareChiSquare(degreesOfFreedom: number): number {
  const variance = 2 / (9 * degreesOfFreedom);
  return degreesOfFreedom * (1 - variance + rareDeviate * Math.sqrt(variance)) ** 3;
}
