import { setTimeout as pause } from 'node:timers/promises';

/** Polls until `look` returns something other than undefined and false. An error counts as not yet. */
export async function eventually<Result>(
  what: string,
  look: () => Result | Promise<Result>,
  timeoutMs = 20_000,
): Promise<Exclude<Result, undefined | false>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await Promise.resolve()
      .then(look)
      .catch((error: unknown) => new NotYet(error));
    if (!(seen instanceof NotYet) && seen !== undefined && seen !== false) {
      return seen as Exclude<Result, undefined | false>;
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause: seen });
    }
    await pause(10);
  }
}

class NotYet {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}
