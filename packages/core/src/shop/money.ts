const unitsPerWhole = 10_000;

/** An amount in ten-thousandths, exact; undefined where it is not finite, too fine or beyond 2^53 of them. */
export function toMoneyUnits(amount: number): number | undefined {
  const units = Math.round(amount * unitsPerWhole);
  return Number.isSafeInteger(units) && units / unitsPerWhole === amount ? units : undefined;
}

/** The amount that so many ten-thousandths are. */
export function fromMoneyUnits(units: number): number {
  return units / unitsPerWhole;
}
