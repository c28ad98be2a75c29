/** What a crashed process answers: nothing, ever. */
export function never<Result>(): Promise<Result> {
  return new Promise<Result>(() => undefined);
}
