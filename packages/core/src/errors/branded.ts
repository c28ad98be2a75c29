/** Says whether `value` is an object carrying `brand`, across copies of this package and across realms. */
export function isBranded(value: unknown, brand: symbol): boolean {
  return typeof value === 'object' && value !== null && brand in value;
}
