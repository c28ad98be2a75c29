import { describeLossyNumber, findLossyNumber } from '../values/json-numbers.js';

/**
 * JSON that must not be accepted: it is dangerous, or it would be written differently than it was
 * read.
 */
export class UnsafeJsonError extends Error {
  override readonly name = 'UnsafeJsonError';
}

/** Deeper than any event needs, and far from exhausting the stack of recursive code. */
const deepestNesting = 64;

/**
 * Parses JSON text.
 *
 * @throws SyntaxError if the text is not JSON.
 * @throws {@link UnsafeJsonError} if an object has a key `__proto__`, or a key `constructor` with a
 * `prototype` in it (either reaches the prototype of an object it is copied into); if a number would
 * change, because it has too many digits for a double or is out of its range; or if values are
 * nested deeper than 64 levels.
 */
export function parseJson(source: string): unknown {
  const value: unknown = JSON.parse(source);
  const lossy = findLossyNumber(source);
  if (lossy !== undefined) throw new UnsafeJsonError(describeLossyNumber(lossy));
  assertSafe(value, 0);
  return value;
}

function assertSafe(value: unknown, depth: number): void {
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
