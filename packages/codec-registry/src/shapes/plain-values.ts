/** As deep as JSON bodies may be nested. */
const deepestNesting = 64;

/** An object of fields. @throws RangeError if a name would reach the prototype of an object. */
export function plainObject(
  fields: Iterable<readonly [string, unknown]>,
): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    if (name === '__proto__') throw new RangeError('a key __proto__ is not accepted');
    object[name] = value;
  }
  return object;
}

/** @throws RangeError if values are nested deeper than in a JSON body. */
export function assertDepth(depth: number): void {
  if (depth > deepestNesting) {
    throw new RangeError(`nested deeper than ${String(deepestNesting)} levels`);
  }
}

/** A number that JavaScript holds as it was sent. @throws RangeError */
export function exactInteger(value: unknown): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError(`the integer ${String(value)} has too many digits for a number`);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
