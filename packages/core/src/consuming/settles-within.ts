import type { Clock } from '../ports/clock.js';

/** Whether `work` settles within `deadlineMs`. Resolves as soon as that is known, and never rejects. */
export function settlesWithin(
  clock: Clock,
  deadlineMs: number,
  work: Promise<unknown>,
): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(deadlineMs, () => resolve(false));
    const settled = (): void => {
      cancel();
      resolve(true);
    };
    work.then(settled, settled);
  });
}
