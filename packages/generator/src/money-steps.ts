/** An amount as a whole number of steps. */
export interface MoneySteps {
  /** Rounds to a whole number of steps, at least one. */
  toSteps(amount: number): number;
  /** The exact amount of a number of steps. */
  toAmount(steps: number): number;
}

const unitsPerWhole = 10_000;

/** Converts between amounts and steps such as 100 or 0.01; a step has at most four decimals. */
export function moneySteps(step: number): MoneySteps {
  const stepUnits = Math.round(step * unitsPerWhole);
  return {
    toSteps: (amount) => Math.max(1, Math.round(amount / step)),
    toAmount: (steps) => (steps * stepUnits) / unitsPerWhole,
  };
}
