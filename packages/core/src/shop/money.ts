const unitsPerWhole = 10_000;

/** An amount in ten-thousandths, exact; undefined if it is not finite, too fine, or above 2^53 of them. */
export function toMoneyUnits(amount: number): number | undefined {
  const units = Math.round(amount * unitsPerWhole);
  return Number.isSafeInteger(units) && units / unitsPerWhole === amount ? units : undefined;
}

/** The amount of a number of ten-thousandths. */
export function fromMoneyUnits(units: number): number {
  return units / unitsPerWhole;
}
