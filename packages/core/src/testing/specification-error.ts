/** Expected and actual value, which test runners show side by side. */
export interface Mismatch {
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * A specification that does not hold. vitest, Jest and node:test show it as a failed assertion,
 * with both values.
 */
export class SpecificationError extends Error {
  override readonly name = 'AssertionError';
  /** Same code as Node's AssertionError. */
  readonly code = 'ERR_ASSERTION';
  readonly operator = 'specFor';
  readonly generatedMessage = false;
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(message: string, { expected, actual }: Mismatch, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.expected = expected;
    this.actual = actual;
  }
}
