/** Times of calls, in milliseconds. */
export type CallTimes = Readonly<Record<'p50' | 'p99', number>>;

/** The percentiles of at least one time. */
export function percentilesOf(times: readonly number[]): CallTimes {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Times calls one after another. */
export async function timeCalls<Argument>(
  calls: readonly Argument[],
  call: (argument: Argument) => Promise<unknown>,
): Promise<CallTimes> {
  const times: number[] = [];
  for (const argument of calls) {
    const startedAt = performance.now();
    await call(argument);
    times.push(performance.now() - startedAt);
  }
  return percentilesOf(times);
}
