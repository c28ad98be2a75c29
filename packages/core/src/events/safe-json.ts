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
 * Parses JSON text, which may be taken from a text in which it is nested `depth` levels deep.
 *
 * @throws SyntaxError if the text is not JSON.
 * @throws {@link UnsafeJsonError} if an object has a key `__proto__`, or a key `constructor` with a
 * `prototype` in it (either reaches the prototype of an object it is copied into); if a number would
 * change, because it has too many digits for a double or is out of its range; or if values are
 * nested deeper than 64 levels.
 */
export function parseJson(source: string, depth = 0): unknown {
  const value: unknown = JSON.parse(source);
  const lossy = findLossyNumber(source);
  if (lossy !== undefined) throw new UnsafeJsonError(describeLossyNumber(lossy));
  if (isObject(value)) assertSafe(value, depth);
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function assertSafe(value: object, depth: number): void {
  if (depth === deepestNesting) {
    throw new UnsafeJsonError(`nested deeper than ${String(deepestNesting)} levels`);
  }
  if (Array.isArray(value)) {
    for (const element of value) if (isObject(element)) assertSafe(element, depth + 1);
    return;
  }
  for (const key in value) {
    const child = (value as Readonly<Record<string, unknown>>)[key];
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(child))) {
      throw new UnsafeJsonError('a key __proto__ or constructor.prototype is not accepted');
    }
    if (isObject(child)) assertSafe(child, depth + 1);
  }
}

function hasPrototype(value: unknown): boolean {
  return isObject(value) && Object.hasOwn(value, 'prototype');
}
