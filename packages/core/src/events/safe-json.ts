/** JSON that must not be taken in: it would reach the prototypes of the objects it is copied into. */
export class UnsafeJsonError extends Error {
  override readonly name = 'UnsafeJsonError';
}

const suspicious = /__proto__|constructor|\\u/;

/**
 * Parses JSON text. Throws SyntaxError where it is none, {@link UnsafeJsonError} where an object has a key
 * `__proto__`, or `constructor` with a `prototype` in it.
 */
export function parseJson(source: string): unknown {
  const value: unknown = JSON.parse(source);
  if (suspicious.test(source)) assertSafe(value);
  return value;
}

function assertSafe(root: unknown): void {
  const pending = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__') || hasConstructorPrototype(value)) {
      throw new UnsafeJsonError('a key __proto__ or constructor.prototype is not accepted');
    }
    for (const child of Object.values(value)) pending.push(child);
  }
}

function hasConstructorPrototype(value: object): boolean {
  const inner: unknown = Object.getOwnPropertyDescriptor(value, 'constructor')?.value;
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, 'prototype');
}
