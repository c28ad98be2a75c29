/** JSON that must not be taken in: it would do harm, or not come out again as it went in. */
export class UnsafeJsonError extends Error {
  override readonly name = 'UnsafeJsonError';
}

/** Deeper than any event needs, and far from where recursive code runs out of stack. */
const deepestNesting = 64;

/**
 * Parses JSON text. Throws SyntaxError where it is none, {@link UnsafeJsonError} where an object has a key
 * `__proto__` or `constructor` with a `prototype` in it (which reach the prototypes of objects it is copied into), where
 * a number is beyond what a double holds, and where it is nested deeper than 64 levels.
 */
export function parseJson(source: string): unknown {
  const value: unknown = JSON.parse(source);
  assertSafe(value, 0);
  return value;
}

function assertSafe(value: unknown, depth: number): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new UnsafeJsonError('a number is too large');
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth === deepestNesting) {
    throw new UnsafeJsonError(`nested deeper than ${String(deepestNesting)} levels`);
  }
  if (Array.isArray(value)) {
    for (const element of value) assertSafe(element, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    const child = (value as Readonly<Record<string, unknown>>)[key];
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(child))) {
      throw new UnsafeJsonError('a key __proto__ or constructor.prototype is not accepted');
    }
    assertSafe(child, depth + 1);
  }
}

function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}
