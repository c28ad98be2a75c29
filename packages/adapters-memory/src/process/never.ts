/** The result of a call in a crashed process: it never settles. */
export function never<Result>(): Promise<Result> {
  return new Promise<Result>(() => undefined);
}
