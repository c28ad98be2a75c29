const pollMs = 20;
const defaultDeadlineMs = 45_000;

/** Polls until `isTrue` holds; throws what was seen instead once the deadline has passed. */
export async function eventually(
  isTrue: () => boolean | Promise<boolean>,
  seen: () => string | Promise<string>,
  deadlineMs = defaultDeadlineMs,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`not in time: ${await seen()}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
