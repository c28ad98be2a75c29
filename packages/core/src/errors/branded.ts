/**
 * Whether `value` is an object that carries `brand`. Works across copies of this package and across
 * realms.
 */
export function isBranded(value: unknown, brand: symbol): boolean {
  return typeof value === 'object' && value !== null && brand in value;
}
